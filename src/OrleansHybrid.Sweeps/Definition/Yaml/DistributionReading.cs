using System.Globalization;
using OrleansHybrid.Sweeps.Search.Spaces;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>
/// Reads the distribution of a setting that is drawn: <c>{min: 0.01, max: 1, scale: log}</c>, <c>{min: 16, max: 128, step: 16}</c>, or
/// one of W&amp;B's with <c>mu</c> and <c>sigma</c>, or <c>a</c> and <c>b</c>.
/// </summary>
internal sealed class DistributionReading(Section section, Setting setting, Findings findings)
{
    private static readonly string[] Ends = ["min", "max"];

    private static readonly Dictionary<RangePart, string> Words = new()
    {
        [RangePart.Low] = "min",
        [RangePart.High] = "max",
        [RangePart.Step] = "step",
        [RangePart.Values] = "values",
        [RangePart.Probabilities] = "probabilities",
        [RangePart.Mean] = "mu",
        [RangePart.Deviation] = "sigma",
        [RangePart.FirstShape] = "a",
        [RangePart.SecondShape] = "b",
    };

    private bool IsNumber => setting.Kind is SettingKind.Number or SettingKind.WholeNumber;

    /// <summary>A distribution without ends, by its name in W&amp;B.</summary>
    /// <returns>Null where there is a problem.</returns>
    public Distribution? ReadBell(string name, int line)
    {
        if (!IsNumber)
        {
            section.Report(line, "distribution", $"{setting.Key} is no number, so it has no distribution: list the 'values' to try");
            return null;
        }

        var drawn = Sound(name.TrimStart('q', '_') switch
        {
            "normal" => Distributions.Normal(Number("mu") ?? 0, Number("sigma") ?? 1),
            "log_normal" => Distributions.LogNormal(Number("mu") ?? 0, Number("sigma") ?? 1),
            _ => Distributions.Beta(Number("a") ?? 1, Number("b") ?? 1),
        });
        var step = section.Positive("q") ?? (name.StartsWith('q') || setting.Kind is SettingKind.WholeNumber ? 1 : null);
        return drawn is null || step is null ? drawn : Sound(Distributions.Quantised(drawn, step.Value));
    }

    /// <summary>A distribution between <c>min</c> and <c>max</c>.</summary>
    /// <returns>Null where there is a problem.</returns>
    public Distribution? ReadRange(Spread spread)
    {
        var anchor = section.Find("min") ?? section.Find("max") ?? section.Entries.First();
        if (!IsNumber)
        {
            section.Report(anchor.Line, anchor.Key, $"{setting.Key} is no number, so it has no range: list the 'values' to try");
            return null;
        }

        var (from, to) = (Bound("min"), Bound("max"));
        foreach (var missing in Ends.Where(key => section.Find(key) is null))
            section.Report(anchor.Line, missing, "is missing; a range needs 'min' and 'max'");
        var (step, multiple) = (section.Positive("step"), section.Positive("q"));
        if (from is not { } low || to is not { } high) return null;
        if (step is not null && (spread.IsLogarithmic || multiple is not null))
        {
            section.Report(
                section.Find("step")!.Line, "step", "does not go with a logarithmic scale or with 'q'; take it out, or list the 'values'");
            return null;
        }

        var isWhole = spread.IsWhole || spread.Walk is Walk.Whole || setting.Kind is SettingKind.WholeNumber;
        var range = Sound(step is { } width ? Distributions.Stepped(low, high, width)
            : multiple is not null || !isWhole
                ? spread.IsLogarithmic
                ? Distributions.LogUniform(low, high)
                : Distributions.Uniform(low, high)
            : spread.IsLogarithmic ? Distributions.LogWholeNumbers(low, high)
            : Distributions.WholeNumbers(low, high));
        return range is null || (multiple ?? (spread.Walk is Walk.Steps ? 1 : null)) is not { } q
            ? range
            : Sound(Distributions.Quantised(range, q));
    }

    /// <summary>One of the values that are listed, with their <c>probabilities</c> where those are given.</summary>
    /// <returns>Null where there is a problem.</returns>
    public Distribution? ReadCategories(int count)
    {
        if (section.Find("probabilities") is not { } given) return count == 0 ? null : Sound(Distributions.Categories(count));
        var probabilities = (given.Value as YamlTree.List)?.Items
            .Select(item =>
                double.TryParse(item.Inline, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                    ? number
                    : double.NaN).ToList();
        if (probabilities is not null) return Sound(Distributions.Categories(count, probabilities));
        section.Report(given.Line, "probabilities", "expected a list of numbers, one for each of the 'values'");
        return null;
    }

    private Distribution? Sound(DistributionDraft draft)
    {
        if (draft.Fault is not { } fault) return draft.Distribution;
        var key = fault.Part is RangePart.Step && section.Find("step") is null ? "q" : Words[fault.Part];
        section.Report((section.Find(key) ?? section.Entries.First()).Line, key, fault.Message);
        return null;
    }

    private double? Bound(string key) =>
        section.Find(key) is { } entry && SettingValues.Read(setting, entry.Value, section.PathOf(key), findings) is { } canonical
            ? double.Parse(canonical, CultureInfo.InvariantCulture)
            : null;

    private double? Number(string key)
    {
        if (section.Text(key) is not { } text) return null;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return number;
        section.Report(section.Find(key)!.Line, key, $"'{text}' is not a number");
        return double.NaN;
    }
}
