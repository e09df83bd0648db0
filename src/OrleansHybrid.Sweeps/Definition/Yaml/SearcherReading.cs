using OrleansHybrid.Sweeps.Search;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>Reads Determined's <c>searcher</c>, which holds the method, the metric and the number of trials that run at once.</summary>
internal sealed class SearcherReading
{
    private const string SingleName = "single";

    private static readonly string[] Halving = ["divisor", "max_rungs", "num_rungs", "mode"];

    public SearcherReading(Section top)
    {
        Section = top.Open("searcher", Determined.Searcher);
        foreach (
            var (theirs, ours) in new[] { ("name", "method"), ("metric", "metric"), ("max_concurrent_trials", "max_concurrent_trials") })
        {
            if (Section.Find(theirs) is { } entry && top.Find(ours) is { } own)
                Section.Report(entry.Line, theirs, $"is the same as '{ours}' in line {own.Line}; keep one");
        }

        if (Section.Find("name") is null) return;
        Method = Section.Find("name")!.Value.Inline == SingleName ? new(SearchMethod.Grid) : MethodReading.Read(Section, "name");
        foreach (var key in Halving.Where(key => Section.Find(key) is not null && !Method.Value.IsHalved))
            Section.Note(Section.Find(key)!.Line, key, $"is ignored: {Section.Find("name")!.Value.Inline} has no rungs");
    }

    public Section Section { get; }

    /// <summary>The method of <c>name</c>; <c>single</c> is a grid without parameters. Null without the section.</summary>
    public NamedMethod? Method { get; }

    /// <summary>Null where there is no bound, which 0 says as well.</summary>
    public int? MaxConcurrentTrials() => Section.Whole("max_concurrent_trials", min: 0) is { } most and > 0 ? most : null;

    public ObjectiveMetric? Metric(MetricWords words)
    {
        var smallerIsBetter = Section.Switch("smaller_is_better");
        if (MetricReading.Named(Section, "metric", words) is not { } metric) return null;
        if (smallerIsBetter is not { } isSmaller)
        {
            MetricReading.NoteGoal(Section, Section.Find("metric")!, metric, "Determined", "smaller_is_better: false");
            return metric.AsObjective();
        }

        var goal = isSmaller ? Goal.Minimize : Goal.Maximize;
        MetricReading.Question(Section, "smaller_is_better", metric, goal);
        return new(metric.Name, goal);
    }

    /// <summary>Refuses a <c>single</c> training of several values.</summary>
    /// <param name="isSwept">True if any parameter has several values.</param>
    public void CheckMethod(bool isSwept)
    {
        if (isSwept && Section.Find("name") is { Value.Inline: SingleName, Line: var line })
            Section.Report(line, "name", "'single' draws one value of each parameter; write grid to try them all, or fix the parameters");
    }

    /// <summary>
    /// The epochs of <c>max_length: {epochs: 100}</c>, or of <c>max_time: 100</c> with <c>time_metric: epochs</c>; other units cannot
    /// be converted into a training length here.
    /// </summary>
    public YamlTree.Entry? Epochs(out string path)
    {
        if (Section.Find("max_time") is { } time)
        {
            path = Section.PathOf("max_time");
            if (Section.Find("time_metric") is null or { Value.Inline: "epoch" or "epochs" })
                return time with { Key = RecipeSchema.Of(nameof(Recipe.Epochs)).Key };
            Section.Note(time.Line, "max_time", "is ignored: a training's length is counted in epochs; write recipe.epochs");
            return null;
        }

        path = Section.PathOf("max_length") + ".epochs";
        if (Section.Find("max_length") is not { } length) return null;
        if (length.Value is YamlTree.Map map
            && map.Entries.FirstOrDefault(entry => entry.Key == RecipeSchema.Of(nameof(Recipe.Epochs)).Key) is { } epochs)
            return epochs;
        Section.Note(length.Line, "max_length", "is ignored: a training's length is counted in epochs; write recipe.epochs");
        return null;
    }
}
