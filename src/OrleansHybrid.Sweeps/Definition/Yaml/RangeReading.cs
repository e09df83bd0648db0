using System.Globalization;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>The values of a range from <c>min</c> to <c>max</c>: <c>count</c> of them, or all if they are countable.</summary>
internal sealed class RangeReading
{
    private const int MostValues = 100_000;

    private static readonly string[] Ends = ["min", "max"];

    private readonly Section _section;
    private readonly Setting _setting;
    private readonly Spread _spread;
    private readonly YamlTree.Entry _anchor;

    public RangeReading(Section section, Setting setting, Spread spread, Findings findings)
    {
        (_section, _setting, _spread) = (section, setting, spread);
        _anchor = section.Find("min") ?? section.Entries.First(entry => entry.Key is not ("when" or "type" or "distribution"));
        if (setting.Kind is not (SettingKind.Number or SettingKind.WholeNumber))
        {
            section.Report(_anchor.Line, _anchor.Key, $"{setting.Key} is not a number, so it has no range: list the 'values' to try");
            return;
        }

        var (from, to) = (Bound("min", findings), Bound("max", findings));
        // In Determined a count of 1 tries the middle.
        var count = section.Whole("count", section.Find("type") is null ? 2 : 1, MostValues);
        var multiple = section.Positive("q");
        foreach (var missing in Ends.Where(key => section.Find(key) is null))
            section.Report(_anchor.Line, missing, $"is missing; a range needs 'min', 'max' and 'count'");
        if (section.Find("count") is null && spread.Walk is Walk.None) section.Report(_anchor.Line, _anchor.Key, WithoutCount(from, to));
        if (from is not { } min || to is not { } max) return;
        if (min >= max) section.Report(section.Find("max")!.Line, "max", $"{Write(max)} must be more than min, {Write(min)}");
        else if (spread.IsLogarithmic && min <= 0)
            section.Report(
                section.Find("min")!.Line, "min", "must be more than 0 on a logarithmic scale; raise it, or write scale: linear");
        else if (count is { } values) Values = Permitted(Spaced(min, max, values, multiple), values);
        else if (section.Find("count") is null && spread.Walk is not Walk.None) Values = Walked(min, max, multiple);
    }

    /// <summary>Canonical texts without duplicates; empty if there is a problem.</summary>
    public IReadOnlyList<string> Values { get; } = [];

    private string WithoutCount(double? min, double? max)
    {
        var scale = (_spread.IsLogarithmic ? ", scale: log" : "") + (_section.Find("q")?.Value.Inline is { } q ? $", q: {q}" : "");
        string Range(int count) =>
            $"{{min: {(min is { } from ? Write(from) : "…")}, max: {(max is { } to ? Write(to) : "…")}, count: {count}{scale}}}";
        var isWhole = _spread.IsWhole || _setting.Kind is SettingKind.WholeNumber;
        var all = isWhole && !_spread.IsLogarithmic && max - min is { } width and >= 1 and < MostValues
            ? $", {Range((int)width + 1)} to try every whole number"
            : "";
        return $"the range does not say how many values the grid is to try: add 'count', such as {Range(5)} to try 5 "
            + $"{(_spread.IsLogarithmic ? "values, each the same multiple of the one before" : "evenly spaced values")}{all}; "
            + "or list the 'values'; or draw from the range: method: random with search: {trials: 50}";
    }

    private double? Bound(string key, Findings findings) =>
        _section.Find(key) is { } entry && SettingValues.Read(_setting, entry.Value, _section.PathOf(key), findings) is { } canonical
            ? double.Parse(canonical, CultureInfo.InvariantCulture)
            : null;

    /// <summary>All values of a countable range.</summary>
    private List<string> Walked(double min, double max, double? multiple)
    {
        var isWhole = _spread.Walk is Walk.Whole;
        var (first, step) = isWhole ? (Math.Ceiling(min), 1) : (min, multiple ?? 1);
        // What is left out or not must not hang on the last digit of a quotient.
        var count = isWhole ? Math.Floor(max) - first + 1 : Math.Ceiling((max - min) / step - 1e-9);
        if (count > MostValues)
        {
            _section.Report(_anchor.Line, _anchor.Key, string.Create(
                CultureInfo.InvariantCulture, $"has {count:N0} values, more than {MostValues:N0}: add 'count' to try fewer"));
            return [];
        }

        var values = Permitted([.. Enumerable.Range(0, (int)count).Select(i => Rounded(first + i * step, step))], (int)count);
        if (values.Count == 0) return values;
        _section.Note(_anchor.Line, _anchor.Key, isWhole
            ? $"{values.Count} values are tried, every whole number: {Shown(values)}; add 'count' to try fewer"
            : $"{values.Count} values are tried, from 'min' in steps of {Write(step)}: {Shown(values)}; "
                + "'max' is left out, as W&B's grid does");
        return values;
    }

    private List<double> Spaced(double min, double max, int count, double? multiple)
    {
        var ratio = Math.Pow(max / min, 1.0 / (count - 1));
        double At(int i) => count == 1 ? Middle(min, max) : i == 0 ? min : i == count - 1 ? max
            : _spread.IsLogarithmic ? Rounded(min * Math.Pow(ratio, i), min * Math.Pow(ratio, i) * (ratio - 1))
            : Rounded(min + (max - min) * i / (count - 1), (max - min) / (count - 1));
        double Whole(double value) => multiple is { } q ? Math.Clamp(Rounded(Math.Round(value / q) * q, q), min, max)
            : _spread.IsWhole || _setting.Kind is SettingKind.WholeNumber ? Math.Round(value, MidpointRounding.AwayFromZero) : value;

        return [.. Enumerable.Range(0, count).Select(i => Whole(At(i)))];
    }

    private double Middle(double min, double max) =>
        Rounded(_spread.IsLogarithmic ? Math.Sqrt(min * max) : min + (max - min) / 2, max - min);

    private List<string> Permitted(List<double> numbers, int count)
    {
        var values = numbers.Select(Write).Distinct().ToList();
        if (values.Find(value => !_setting.TryParse(value, out _, out _)) is { } bad)
        {
            _section.Report(
                _section.Find("q")?.Line ?? _section.Find("min")!.Line, "q", $"gives {bad}, no value of {_setting.Key}; remove 'q'");
            return [];
        }

        if (_section.Find("count") is not { } given) return values;
        if (count == 1) _section.Note(given.Line, "count", $"1 tries only the middle, {values[0]}");
        else if (values.Count < count) _section.Note(given.Line, "count", $"gives {values.Count} different values: {Shown(values)}");
        return values;
    }

    /// <summary>Rounds to six digits of the distance between neighbours, so that 0.30000000000000004 becomes 0.3.</summary>
    private static double Rounded(double value, double step) =>
        Math.Round(value, Math.Clamp((int)Math.Ceiling(-Math.Log10(step)) + 5, 0, 15), MidpointRounding.AwayFromZero);

    private static string Shown(List<string> values) =>
        values.Count <= 10 ? string.Join(", ", values) : $"{values[0]}, {values[1]}, …, {values[^1]}";

    private static string Write(double value) => (value + 0.0).ToString("R", CultureInfo.InvariantCulture);
}
