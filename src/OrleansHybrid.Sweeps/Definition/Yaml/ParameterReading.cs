using System.Globalization;
using OrleansHybrid.Sweeps.Search.Spaces;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>
/// The definition of one parameter in the file: <c>values</c>, a <c>value</c>, or <c>min</c>, <c>max</c> and <c>count</c>, also in the
/// words of W&amp;B and Determined.
/// </summary>
internal sealed class ParameterReading
{
    private static readonly Words Words = new("values", "value", "min", "max", "count", "scale", "when")
    {
        Foreign = ["distribution", "type", "base", "q", "mu", "sigma", "a", "b"],
        Alias = key => key switch
        {
            "vals" => "values",
            "val" => "value",
            "minval" or "low" or "lower" => "min",
            "maxval" or "high" or "upper" => "max",
            _ => null,
        },
        Ignored = entry => entry.Key is "probabilities" ? "a grid tries every value once" : null,
        Refused = key => key switch
        {
            "step" => "a grid has so many values, not steps: write 'count'",
            "parameters" => "a recipe has no nested settings; write them side by side",
            _ => null,
        },
    };

    private static readonly Words Drawn = Words with
    {
        Keys = [.. Words.Keys, "step", "probabilities"],
        Ignored = _ => null,
        Refused = key => key is "parameters" ? Words.Refused(key) : null,
    };

    private static readonly string[] RangeKeys = ["min", "max", "count", "scale", "q", "step"];

    private static readonly Dictionary<string, bool> Scales = new() { ["linear"] = false, ["log"] = true };

    private static readonly Dictionary<string, Spread> Types = new()
    {
        ["categorical"] = new(),
        ["const"] = new(),
        ["int"] = new(IsWhole: true),
        ["double"] = new()
    };

    private readonly Section _section;

    /// <param name="setting">What is swept or fixed.</param>
    /// <param name="map">What stands below the parameter.</param>
    /// <param name="mayRepeat">Whether a value may come again.</param>
    public ParameterReading(
        Setting setting, YamlTree.Map map, int line, string path, bool mayRepeat, Origin origin, bool isDrawn, Findings findings)
    {
        map = ExponentBounds.AsValues(map, path, findings);
        _section = new(map, path, isDrawn ? Drawn : Words, findings);
        When = _section.Find("when");
        var drawing = isDrawn ? new DistributionReading(_section, setting, findings) : null;
        if (isDrawn && _section.Text("distribution") is { } bell && Wandb.Bells.Contains(bell))
        {
            Range = drawing!.ReadBell(bell, _section.Find("distribution")!.Line);
            return;
        }

        if (SpreadOf(setting, origin) is not { } spread) return;
        var given = _section.Entries.Select(entry => RangeKeys.Contains(entry.Key) ? "min" : entry.Key)
            .Where(key => key is "values" or "value" or "min").Distinct().ToList();
        switch (given)
        {
            case ["values"]:
                Values = SettingValues.ReadList(setting, _section.Find("values")!, _section.PathOf("values"), findings, mayRepeat);
                Weights = drawing?.ReadCategories(Values.Count);
                break;
            // A single value is an axis where it depends on a condition.
            case ["value"] when When is not null:
                Values = SettingValues.Read(setting, _section.Find("value")!.Value, _section.PathOf("value"), findings) is { } single
                    ? [single]
                    : [];
                break;
            case ["value"]:
                Value = _section.Find("value")!.Value;
                break;
            case ["min"] when drawing is not null && _section.Find("count") is null:
                Range = drawing.ReadRange(spread);
                break;
            case ["min"]:
                Values = new RangeReading(_section, setting, spread, findings).Values;
                break;
            case []:
                if (map.Entries.All(entry => Words.Keys.Contains(entry.Key) || Words.Foreign.Contains(entry.Key)))
                    findings.Refuse(line, path, "a parameter needs 'values', or a 'value' that fixes it, or 'min', 'max' and 'count'");
                break;
            default:
                ReportSecond(given);
                break;
        }
    }

    /// <summary>Canonical texts of the values to try; null if the parameter is not swept.</summary>
    public IReadOnlyList<string>? Values { get; }

    /// <summary>The distribution that the parameter is drawn from; null where it has values to choose from, or is fixed.</summary>
    public Distribution? Range { get; }

    /// <summary>How likely each of the values is; null in a grid.</summary>
    public Distribution? Weights { get; }

    /// <summary>What the parameter is fixed at; null where it is not.</summary>
    public YamlTree? Value { get; }

    /// <summary>The condition under which it is swept; null if it always is.</summary>
    public YamlTree.Entry? When { get; }

    public string PathOf(string key) => _section.PathOf(key);

    /// <summary>Our key for another tool's; null for any other word.</summary>
    public static string? Meaning(string key) => Words.Alias(key);

    /// <summary>True if a parameter may have the key.</summary>
    public static bool IsWord(string key) =>
        Words.Keys.Contains(key) || Words.Foreign.Contains(key) || Words.Alias(key) is not null || key is "probabilities" or "step";

    private void ReportSecond(List<string> given)
    {
        var (first, second) = (given[0], given[1]);
        var entry = _section.Find(second) ?? _section.Entries.First(entry => RangeKeys.Contains(entry.Key));
        var line = _section.Find(first)?.Line ?? _section.Entries.First(entry => RangeKeys.Contains(entry.Key)).Line;
        _section.Report(entry.Line, entry.Key, $"{NameOf(first)} in line {line} says already what the parameter is; keep one of them");

        static string NameOf(string key) => key is "min" ? "a range" : $"'{key}'";
    }

    /// <summary>
    /// The spread of the values that the file calls a distribution, a type or a scale; null if no grid can be made of it.
    /// </summary>
    private Spread? SpreadOf(Setting setting, Origin origin)
    {
        var isLogarithmic = _section.Choice("scale", "a scale", Scales) ?? false;
        if (_section.Find("type") is { } type && _section.Text("type") is { } name)
        {
            if (name is "log")
            {
                var given = _section.Find("base")?.Value.Inline ?? "10";
                var power = double.TryParse(given, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) ? parsed : 10;
                _section.Report(type.Line, "type", $"'log' has exponents of {given} as its bounds in Determined and values in other tools: "
                    + $"write the values themselves{Powers(power)}");
                return null;
            }

            return _section.Choice("type", "a type", Types) is { } typed ? typed with { IsLogarithmic = isLogarithmic } : null;
        }

        if (_section.Find("distribution") is not { } distribution || _section.Text("distribution") is not { } kind)
            return new(isLogarithmic, Walk: IsCountable(setting, isLogarithmic, origin) ? Walk.Whole : Walk.None);
        if (Wandb.Refused.TryGetValue(kind, out var reason))
        {
            var power = kind is "inv_log_uniform" ? 1 / Math.E : Math.E;
            _section.Report(distribution.Line, "distribution", $"'{kind}' {reason}{(Wandb.HasExponents(kind) ? Powers(power) : "")}");
            return null;
        }

        if (Wandb.Ranges.TryGetValue(kind, out var spread)) return spread with { IsLogarithmic = spread.IsLogarithmic || isLogarithmic };
        if (!Wandb.Lists.Contains(kind))
            _section.Report(
                distribution.Line, "distribution", DidYouMean.Refuse(kind, "a distribution", [.. Wandb.Ranges.Keys, .. Wandb.Lists]));
        return new(isLogarithmic);
    }

    /// <summary>
    /// True if a range without a distribution consists of whole numbers: W&amp;B reads a range between whole numbers in this way.
    /// </summary>
    private bool IsCountable(Setting setting, bool isLogarithmic, Origin origin) => !isLogarithmic && _section.Find("q") is null
        && origin is Origin.Wandb && (setting.Kind is SettingKind.WholeNumber || (IsWhole("min") && IsWhole("max")));

    private bool IsWhole(string key) =>
        long.TryParse(_section.Find(key)?.Value.Inline, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);

    /// <summary>The remedy for bounds that may be exponents of a power, or values.</summary>
    private string Powers(double power)
    {
        if (Bound("min") is not { } min
            || Bound("max") is not { } max
            || Math.Pow(power, min) is not > 0
            || !double.IsFinite(Math.Pow(power, max)))
            return ", {min: …, max: …, count: …, scale: log}";
        var ends = new[] { Math.Pow(power, min), Math.Pow(power, max) };
        var exponents = $", {Range(ends.Min(), ends.Max())} if these are exponents";
        return min > 0 && max > 0 ? $"{exponents}, {Range(min, max)} if they are values" : exponents;

        double? Bound(string key) =>
            double.TryParse(_section.Find(key)?.Value.Inline, NumberStyles.Float, CultureInfo.InvariantCulture, out var bound)
                ? bound
                : null;
        string Range(double from, double to) => string.Create(
            CultureInfo.InvariantCulture,
            $"{{min: {from:G6}, max: {to:G6}, count: {_section.Find("count")?.Value.Inline ?? "5"}, scale: log}}");
    }
}
