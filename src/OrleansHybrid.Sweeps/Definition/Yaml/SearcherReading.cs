using OrleansHybrid.Sweeps.Search;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>Reads Determined's <c>searcher</c>, which holds the method, the metric and the number of trials that run at once.</summary>
internal sealed class SearcherReading
{
    public SearcherReading(Section top)
    {
        Section = top.Open("searcher", Determined.Searcher);
        foreach (
            var (theirs, ours) in new[] { ("name", "method"), ("metric", "metric"), ("max_concurrent_trials", "max_concurrent_trials") })
        {
            if (Section.Find(theirs) is { } entry && top.Find(ours) is { } own)
                Section.Report(entry.Line, theirs, $"is the same as '{ours}' in line {own.Line}; keep one");
        }
    }

    public Section Section { get; }

    /// <summary>A method that draws, which <c>name</c> says; null for any other, and without the section.</summary>
    public SearchMethod? Method => Section.Find("name")?.Value.Inline is { } name ? MethodReading.Of(name) : null;

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

    /// <summary>Refuses every method except the grid, and <c>single</c>, which is a grid without parameters.</summary>
    /// <param name="isSwept">True if any parameter has several values.</param>
    public void CheckMethod(bool isSwept)
    {
        if (Section.Text("name") is not { } name || Method is not null) return;
        var line = Section.Find("name")!.Line;
        if (name is not "single") Section.Report(line, "name", MethodReading.Refuse(name));
        else if (isSwept)
            Section.Report(line, "name", "'single' draws one value of each parameter; write grid to try them all, or fix the parameters");
    }

    /// <summary>The epochs of <c>max_length: {epochs: 100}</c>; other units cannot be converted into a training length here.</summary>
    public YamlTree.Entry? Epochs(out string path)
    {
        path = Section.PathOf("max_length") + ".epochs";
        if (Section.Find("max_length") is not { } length) return null;
        if (length.Value is YamlTree.Map map
            && map.Entries.FirstOrDefault(entry => entry.Key == RecipeSchema.Of(nameof(Recipe.Epochs)).Key) is { } epochs)
            return epochs;
        Section.Note(length.Line, "max_length", "is ignored: a training's length is counted in epochs; write recipe.epochs");
        return null;
    }
}
