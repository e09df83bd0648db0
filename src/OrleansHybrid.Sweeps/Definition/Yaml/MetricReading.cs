using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Text;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>Reads the objective metric, also under the names in other tools' files.</summary>
internal static class MetricReading
{
    private static readonly Words Words = new("name", "goal", "target")
    {
        Ignored = entry => entry.Key is "impute" or "impute_while_running" ? "no other trial is chosen by it" : null,
    };

    private static readonly Dictionary<string, Goal> Goals = new() { ["maximize"] = Goal.Maximize, ["minimize"] = Goal.Minimize };

    /// <returns>The metric, and the target of its best trial; null if the file does not give them.</returns>
    public static (ObjectiveMetric Metric, double? Target) Read(Section top, Origin origin, MetricWords words)
    {
        if (top.Find("metric")?.Value is YamlTree.Text { IsNull: false } bare)
        {
            top.Report(bare.Line, "metric", $"write metric: {{name: {bare.Value}}}");
            return (FinalMetrics.Top1.AsObjective(), null);
        }

        var section = top.Open("metric", Words);
        if (section.Find("goal") is { } lonely && section.Find("name") is null)
            section.Report(lonely.Line, "name", $"is missing; a goal needs a metric: {string.Join(", ", FinalMetrics.ByName.Keys)}");
        var metric = Named(section, "name", words) ?? FinalMetrics.Top1;
        var target = section.Positive("target");
        if (metric.IsAccuracy && target > 1)
            section.Report(
                section.Find("target")!.Line,
                "target",
                FormattableString.Invariant($"accuracies are fractions: write {target / 100} for {target} %"));
        if (origin is Origin.Wandb && target is not null)
            section.Note(
                section.Find("target")!.Line,
                "target",
                "does not end the sweep (in W&B it does): all trials are trained, and the exit code is 2 if the best one misses it");
        var goal = section.Choice("goal", "a goal", Goals);
        if (origin is Origin.Wandb && goal is null && section.Find("name") is { } name && section.Find("goal") is null)
            NoteGoal(section, name, metric, "W&B", "goal: maximize");
        if (goal is { } given) Question(section, "goal", metric, given);
        return (new(metric.Name, goal ?? metric.DefaultGoal), target);
    }

    /// <summary>Reports the goal that is used here if another tool would minimise unless the file says otherwise.</summary>
    public static void NoteGoal(Section section, YamlTree.Entry name, FinalMetric metric, string tool, string wording)
    {
        if (metric.DefaultGoal is Goal.Maximize)
            section.Note(name.Line, name.Key, $"{metric.Name} is maximized; {tool} minimizes unless '{wording}' is written");
    }

    /// <summary>Warns of a goal by which the worst trial would be the best.</summary>
    public static void Question(Section section, string key, FinalMetric metric, Goal goal)
    {
        if (goal == metric.DefaultGoal) return;
        section.Note(section.Find(key)!.Line, key, $"ranks the worst trial first: {metric.Name} is "
            + $"{(metric.IsAccuracy ? "an accuracy, and more is better" : "a loss, and less is better")}; "
            + $"to {metric.DefaultGoal.Spelled()} it, remove this");
    }

    /// <summary>The metric with the name that stands under a key.</summary>
    public static FinalMetric? Named(Section section, string key, MetricWords words)
    {
        if (section.Text(key) is not { } name) return null;
        var (line, meant) = (section.Find(key)!.Line, MetricNames.Find(name, words.HasValidation));
        var isForeign = meant is not null && words.IsFromElsewhere && !words.HasValidation;
        if (FinalMetrics.ByName.TryGetValue(name, out var own) && !isForeign) return own;
        if (meant is not null)
        {
            if (meant != own) section.Note(line, key, $"'{name}' is read as '{meant.Name}'");
            return meant;
        }

        var isHeldOutLoss = name.Contains("loss", StringComparison.OrdinalIgnoreCase)
            || name.Contains("error", StringComparison.OrdinalIgnoreCase);
        section.Report(line, key, isHeldOutLoss
            ? $"'{name}' is not measured: on held-out images the learner measures only the accuracy; "
                + $"write {{name: top1, goal: maximize}}, or another of {string.Join(", ", FinalMetrics.ByName.Keys)}"
            : DidYouMean.Refuse(name, "a final metric", FinalMetrics.ByName.Keys));
        return null;
    }
}

/// <summary>What the name of a metric may mean in a file.</summary>
/// <param name="HasValidation">Whether the file holds validation images out in any trial.</param>
/// <param name="IsFromElsewhere">
/// Whether the file is another tool's, or was submitted to a version without validation images: there <c>val_top1</c> is but a name under
/// which top1 is logged.
/// </param>
internal readonly record struct MetricWords(bool HasValidation, bool IsFromElsewhere);
