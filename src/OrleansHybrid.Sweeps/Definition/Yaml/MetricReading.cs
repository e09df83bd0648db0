using OrleansHybrid.Sweeps.Results;

namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>Reads what trials are judged by, also by the names that other tools' files have for it.</summary>
internal static class MetricReading
{
    private static readonly Words Words = new("name", "goal", "target");

    private static readonly Dictionary<string, Goal> Goals = new() { ["maximize"] = Goal.Maximize, ["minimize"] = Goal.Minimize };

    /// <summary>What people log the accuracy on held-out images as, behind the name of their split.</summary>
    private static readonly string[] Accuracies = ["accuracy", "acc", "top1", "top_1", "top1_acc", "top1_accuracy", "acc1", "acc_1", "categorical_accuracy"];

    private static readonly string[] Splits = ["val", "valid", "validation", "test", "eval"];

    private static readonly string[] TrainLosses = ["train_loss", "training_loss"];

    /// <returns>The metric, and what its best trial should reach; null where the file does not say.</returns>
    public static (ObjectiveMetric Metric, double? Target) Read(Section top)
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
        return (new(metric.Name, section.Choice("goal", "a goal", Goals) ?? metric.DefaultGoal), target);
    }

    /// <summary>The metric that the text under a key names.</summary>
    public static FinalMetric? Named(Section section, string key)
    {
        if (section.Text(key) is not { } name) return null;
        if (FinalMetrics.ByName.TryGetValue(name, out var own)) return own;
        var line = section.Find(key)!.Line;
        if (MeantBy(name) is { } meant)
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

    private static FinalMetric? MeantBy(string name)
    {
        var folded = new string([.. name.ToLowerInvariant().Select(letter => char.IsLetterOrDigit(letter) ? letter : '_')]);
        if (TrainLosses.Contains(folded)) return FinalMetrics.ByName["train_loss"];
        if (folded.StartsWith("epoch_", StringComparison.Ordinal)) folded = folded["epoch_".Length..];
        var split = Array.Find(Splits, split => folded.StartsWith(split + "_", StringComparison.Ordinal));
        var measure = split is null ? folded : folded[(split.Length + 1)..];
        return Accuracies.Contains(measure) ? FinalMetrics.Top1 : null;
    }
}
