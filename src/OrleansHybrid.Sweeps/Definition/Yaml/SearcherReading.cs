using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>Reads Determined's <c>searcher</c>, which holds the method, the metric and the number of trials that run at once.</summary>
internal sealed class SearcherReading
{
    private readonly Section _section;

    public SearcherReading(Section top)
    {
        _section = top.Open("searcher", Determined.Searcher);
        foreach (var (theirs, ours) in new[] { ("name", "method"), ("metric", "metric"), ("max_concurrent_trials", "max_concurrent_trials") })
        {
            if (_section.Find(theirs) is { } entry && top.Find(ours) is { } own)
                _section.Report(entry.Line, theirs, $"is the same as '{ours}' in line {own.Line}; keep one");
        }
    }

    /// <summary>Maximum number of trials at once; null if there is no limit, which 0 also means.</summary>
    public int? MaxConcurrentTrials() => _section.Whole("max_concurrent_trials", min: 0) is { } most and > 0 ? most : null;

    public ObjectiveMetric? Metric()
    {
        var smallerIsBetter = _section.Switch("smaller_is_better");
        if (MetricReading.Named(_section, "metric") is not { } metric) return null;
        if (smallerIsBetter is not { } isSmaller)
        {
            MetricReading.NoteGoal(_section, _section.Find("metric")!, metric, "Determined", "smaller_is_better: false");
            return metric.AsObjective();
        }

        var goal = isSmaller ? Goal.Minimize : Goal.Maximize;
        MetricReading.Question(_section, "smaller_is_better", metric, goal);
        return new(metric.Name, goal);
    }

    /// <summary>Refuses every method except the grid, and <c>single</c>, which is a grid without parameters.</summary>
    /// <param name="isSwept">True if any parameter has several values.</param>
    public void CheckMethod(bool isSwept)
    {
        if (_section.Text("name") is not { } name || name is "grid") return;
        var line = _section.Find("name")!.Line;
        if (name is not "single") _section.Report(line, "name", MethodReading.Refuse(name));
        else if (isSwept) _section.Report(line, "name", "'single' draws one value of each parameter; write grid to try them all, or fix the parameters");
    }

    /// <summary>The epochs of <c>max_length: {epochs: 100}</c>; other units cannot be converted into a training length here.</summary>
    public YamlTree.Entry? Epochs(out string path)
    {
        path = _section.PathOf("max_length") + ".epochs";
        if (_section.Find("max_length") is not { } length) return null;
        if (length.Value is YamlTree.Map map && map.Entries.FirstOrDefault(entry => entry.Key == "epochs") is { } epochs) return epochs;
        _section.Note(length.Line, "max_length", "is ignored: a training's length is counted in epochs; write recipe.epochs");
        return null;
    }
}
