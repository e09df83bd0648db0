using OrleansHybrid.Sweeps.Text;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>Reads what trials are judged by, also by the names that other tools' files have for it.</summary>
internal static class MetricReading
{
    private static readonly Words Words = new("name", "goal", "target")
    {
        Ignored = entry => entry.Key is "impute" or "impute_while_running" ? "no other trial is chosen by it" : null,
    };

    private static readonly Dictionary<string, Goal> Goals = new() { ["maximize"] = Goal.Maximize, ["minimize"] = Goal.Minimize };

    /// <returns>The metric, and what its best trial should reach; null where the file does not say.</returns>
    public static (ObjectiveMetric Metric, double? Target) Read(Section top, Origin origin)
    {
        if (top.Find("metric")?.Value is YamlTree.Text { IsNull: false } bare)
        {
            top.Report(bare.Line, "metric", $"write metric: {{name: {bare.Value}}}");
            return (FinalMetrics.Top1.AsObjective(), null);
        }

        var section = top.Open("metric", Words);
        if (section.Find("goal") is { } lonely && section.Find("name") is null)
            section.Report(lonely.Line, "name", $"is missing; a goal needs a metric: {string.Join(", ", FinalMetrics.ByName.Keys)}");
        var metric = Named(section, "name") ?? FinalMetrics.Top1;
        var target = section.Positive("target");
        if (metric.IsAccuracy && target > 1)
            section.Report(section.Find("target")!.Line, "target", FormattableString.Invariant($"accuracies are fractions: write {target / 100} for {target} %"));
        if (origin is Origin.Wandb && target is not null)
            section.Note(section.Find("target")!.Line, "target", "ends nothing: in W&B a run that reaches it ends the sweep, here all trials are trained and a best one that misses it makes exit code 2");
        var goal = section.Choice("goal", "a goal", Goals);
        if (origin is Origin.Wandb && goal is null && section.Find("name") is { } name && section.Find("goal") is null) NoteGoal(section, name, metric, "W&B", "goal: maximize");
        if (goal is { } given) Question(section, "goal", metric, given);
        return (new(metric.Name, goal ?? metric.DefaultGoal), target);
    }

    /// <summary>Says which way is better here, where another tool's files mean that smaller is unless they say so.</summary>
    public static void NoteGoal(Section section, YamlTree.Entry name, FinalMetric metric, string tool, string wording)
    {
        if (metric.DefaultGoal is Goal.Maximize) section.Note(name.Line, name.Key, $"{metric.Name} is maximized; {tool} minimizes unless '{wording}' is written");
    }

    /// <summary>Asks after a goal by which the worst trial is the best.</summary>
    public static void Question(Section section, string key, FinalMetric metric, Goal goal)
    {
        if (goal == metric.DefaultGoal) return;
        section.Note(section.Find(key)!.Line, key, $"puts the worst trial first: {metric.Name} is {(metric.IsAccuracy ? "an accuracy, more of it is better" : "a loss, less of it is better")}; "
            + $"to {metric.DefaultGoal.Spelled()} it, take this out");
    }

    /// <summary>The metric that the text under a key names.</summary>
    public static FinalMetric? Named(Section section, string key)
    {
        if (section.Text(key) is not { } name) return null;
        if (FinalMetrics.ByName.TryGetValue(name, out var own)) return own;
        var line = section.Find(key)!.Line;
        if (MetricNames.Find(name) is { } meant)
        {
            section.Note(line, key, $"'{name}' is read as '{meant.Name}'");
            return meant;
        }

        var isHeldOutLoss = name.Contains("loss", StringComparison.OrdinalIgnoreCase) || name.Contains("error", StringComparison.OrdinalIgnoreCase);
        section.Report(line, key, isHeldOutLoss
            ? $"'{name}' is not measured: on held-out images the learner measures the accuracy alone; "
                + $"write {{name: top1, goal: maximize}}, or another of {string.Join(", ", FinalMetrics.ByName.Keys)}"
            : DidYouMean.Refuse(name, "a final metric", FinalMetrics.ByName.Keys));
        return null;
    }
}
