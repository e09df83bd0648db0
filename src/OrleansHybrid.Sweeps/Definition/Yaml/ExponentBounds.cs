using System.Globalization;

namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>
/// Ranges whose bounds are exponents: Determined's <c>log</c> with a <c>base</c>, and W&amp;B's <c>log_uniform</c>, whose base is e. Other
/// tools give the values themselves under the same names. A bound that is not above zero can only be an exponent.
/// </summary>
internal static class ExponentBounds
{
    private static readonly string[] Lows = ["min", "minval", "low", "lower"], Highs = ["max", "maxval", "high", "upper"];

    /// <summary>The base of the bounds of a range; null for a range that has values as its bounds.</summary>
    private static double? BaseOf(YamlTree.Map range) => (Find(range, "type"), Find(range, "distribution")) switch
    {
        ("log", _) => Find(range, "base") is not { } given ? 10
            : double.TryParse(given, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
        (_, "log_uniform" or "q_log_uniform") => Math.E,
        (_, "inv_log_uniform") => 1 / Math.E,
        _ => null,
    };

    /// <summary>
    /// The range with values as its bounds, where they are exponents beyond doubt, and a notice of it; else the range itself.
    /// </summary>
    public static YamlTree.Map AsValues(YamlTree.Map range, string path, Findings findings)
    {
        if (BaseOf(range) is not { } power
            || Number(range, Lows) is not { } low
            || Number(range, Highs) is not { } high
            || low > 0)
            return range;
        double[] ends = [Math.Pow(power, low), Math.Pow(power, high)];
        if (ends.Any(end => !(end > 0 && double.IsFinite(end)))) return range;
        var (min, max) = (Write(ends.Min()), Write(ends.Max()));
        var kind = range.Entries.First(entry => entry.Key is "type" or "distribution");
        findings.Note(
            kind.Line,
            $"{path}.{kind.Written}",
            string.Create(
                CultureInfo.InvariantCulture,
                $"has exponents of {power:G6} as its bounds: read as {{min: {min}, max: {max}, scale: log}}"));
        return range with
        {
            Entries =
            [
                .. range.Entries.Where(entry => entry.Key is not ("type" or "distribution" or "base")).Select(entry =>
                    Lows.Contains(entry.Key) ? entry with { Value = Text(entry, min) }
                    : Highs.Contains(entry.Key) ? entry with { Value = Text(entry, max) }
                    : entry),
                new(kind.Line, "scale", new YamlTree.Text(kind.Line, "log", IsNull: false)),
            ],
        };
    }

    private static string? Find(YamlTree.Map range, string key) => range.Entries.FirstOrDefault(entry => entry.Key == key)?.Value.Inline;

    private static double? Number(YamlTree.Map range, string[] keys) =>
        double.TryParse(
            range.Entries.FirstOrDefault(entry => keys.Contains(entry.Key))?.Value.Inline,
            NumberStyles.Float,
            CultureInfo.InvariantCulture,
            out var number)
            ? number
            : null;

    private static string Write(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    private static YamlTree.Text Text(YamlTree.Entry entry, string value) => new(entry.Value.Line, value, IsNull: false);
}
