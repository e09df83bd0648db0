using System.Globalization;

namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>Evenly spaced values from <c>min</c> to <c>max</c>, <c>count</c> of them.</summary>
internal sealed class RangeReading
{
    private const int MostValues = 100_000;

    private static readonly string[] Ends = ["min", "max"];

    private readonly Section _section;
    private readonly Setting _setting;

    /// <param name="isLogarithmic">Whether it is the ratio of two neighbours that is always the same, not their difference.</param>
    public RangeReading(Section section, Setting setting, bool isLogarithmic, Findings findings)
    {
        (_section, _setting) = (section, setting);
        var anchor = section.Find("min") ?? section.Entries.First(entry => entry.Key is not ("when" or "type" or "distribution"));
        if (setting.Kind is not (SettingKind.Number or SettingKind.WholeNumber))
        {
            section.Report(anchor.Line, anchor.Key, $"{setting.Key} is no number, so it has no range: list the 'values' to try");
            return;
        }

        var (from, to) = (Bound("min", findings), Bound("max", findings));
        var count = section.Whole("count", min: 2, MostValues);
        var multiple = section.Positive("q");
        foreach (var missing in Ends.Where(key => section.Find(key) is null))
            section.Report(anchor.Line, missing, $"is missing; a range needs 'min', 'max' and 'count'");
        if (section.Find("count") is null) section.Report(anchor.Line, anchor.Key, WithoutCount(from, to));
        if (from is not { } min || to is not { } max || count is not { } values) return;
        if (min >= max) section.Report(section.Find("max")!.Line, "max", $"{Write(max)} must be more than min, {Write(min)}");
        else if (isLogarithmic && min <= 0) section.Report(section.Find("min")!.Line, "min", $"a logarithmic scale begins above 0; raise it, or write scale: linear");
        else Values = Spaced(min, max, values, isLogarithmic, multiple);
    }

    /// <summary>Canonical texts, each once; empty where there is a problem.</summary>
    public IReadOnlyList<string> Values { get; } = [];

    private static string WithoutCount(double? min, double? max) => "a grid cannot walk a continuous range: add 'count', such as "
        + $"{{min: {(min is { } from ? Write(from) : "…")}, max: {(max is { } to ? Write(to) : "…")}, count: 5}}, to try so many evenly spaced values, "
        + "or list the 'values'; drawing from a range needs a random search, which this version does not have";

    private double? Bound(string key, Findings findings) =>
        _section.Find(key) is { } entry && SettingValues.Read(_setting, entry.Value, _section.PathOf(key), findings) is { } canonical
            ? double.Parse(canonical, CultureInfo.InvariantCulture)
            : null;

    private List<string> Spaced(double min, double max, int count, bool isLogarithmic, double? multiple)
    {
        var ratio = Math.Pow(max / min, 1.0 / (count - 1));
        double At(int i) => i == 0 ? min : i == count - 1 ? max
            : isLogarithmic ? Rounded(min * Math.Pow(ratio, i), min * Math.Pow(ratio, i) * (ratio - 1))
            : Rounded(min + (max - min) * i / (count - 1), (max - min) / (count - 1));
        double Whole(double value) => multiple is { } q ? Math.Clamp(Rounded(Math.Round(value / q) * q, q), min, max)
            : _setting.Kind is SettingKind.WholeNumber ? Math.Round(value, MidpointRounding.AwayFromZero) : value;

        var values = Enumerable.Range(0, count).Select(i => Write(Whole(At(i)))).Distinct().ToList();
        if (values.Find(value => !_setting.TryParse(value, out _, out _)) is { } bad)
        {
            _section.Report(_section.Find("q")?.Line ?? _section.Find("min")!.Line, "q", $"gives {bad}, which {_setting.Key} cannot be; take it out");
            return [];
        }

        if (values.Count < count) _section.Note(_section.Find("count")!.Line, "count", $"gives {values.Count} different values: {Shown(values)}");
        return values;
    }

    /// <summary>With six digits of what separates it from its neighbours, so that 0.30000000000000004 is 0.3.</summary>
    private static double Rounded(double value, double step) =>
        Math.Round(value, Math.Clamp((int)Math.Ceiling(-Math.Log10(step)) + 5, 0, 15), MidpointRounding.AwayFromZero);

    private static string Shown(List<string> values) => values.Count <= 10 ? string.Join(", ", values) : $"{values[0]}, {values[1]}, …, {values[^1]}";

    private static string Write(double value) => (value + 0.0).ToString("R", CultureInfo.InvariantCulture);
}
