namespace OrleansHybrid.Sweeps.Trials;

/// <summary>A number by which a completed trial can be judged.</summary>
/// <param name="DefaultGoal">The goal if the sweep file states none.</param>
/// <param name="Summary">One sentence for readers of a report.</param>
/// <param name="Of">
/// The function that reads the number; it returns null if the trial has none, such as the accuracy on few-shot classes of data without
/// any.
/// </param>
public sealed record FinalMetric(string Name, Goal DefaultGoal, string Summary, Func<TrialResult, double?> Of)
{
    /// <summary>True for a fraction of test images, shown as a percentage; false for a loss.</summary>
    public bool IsAccuracy => DefaultGoal is Goal.Maximize;

    public ObjectiveMetric AsObjective() => new(Name, DefaultGoal);
}

/// <summary>The final metrics by the names that sweep files, results and reports use.</summary>
public static class FinalMetrics
{
    public static FinalMetric Top1 { get; } =
        new("top1", Goal.Maximize, "Accuracy on the balanced test set after the last epoch.", result => result.Accuracy.Top1);

    public static OrderedDictionary<string, FinalMetric> ByName { get; } = Index(
        Top1,
        new("many", Goal.Maximize, "Accuracy on the classes with more than 100 training images.", result => result.Accuracy.Many),
        new("medium", Goal.Maximize, "Accuracy on the classes with 20 to 100 training images.", result => result.Accuracy.Medium),
        new("few", Goal.Maximize, "Accuracy on the classes with fewer than 20 training images.", result => result.Accuracy.Few),
        new(
            "best_top1",
            Goal.Maximize,
            "The best accuracy of any evaluated epoch; shown beside top1, never instead of it.",
            result => result.BestTop1),
        new("train_loss", Goal.Minimize, "Mean training loss of the last epoch.", result => result.TrainLoss));

    /// <summary>The objective of one trial; null for a trial without a result.</summary>
    public static double? Of(this ObjectiveMetric objective, TrialResult? result) =>
        result is null ? null : ByName[objective.Name].Of(result);

    /// <summary>The objective after an epoch; null if that epoch was not evaluated.</summary>
    public static double? At(this ObjectiveMetric objective, EpochMetrics epoch) => objective.Name switch
    {
        "train_loss" => epoch.TrainLoss,
        "many" => epoch.Accuracy?.Many,
        "medium" => epoch.Accuracy?.Medium,
        "few" => epoch.Accuracy?.Few,
        _ => epoch.Accuracy?.Top1,
    };

    private static OrderedDictionary<string, FinalMetric> Index(params ReadOnlySpan<FinalMetric> metrics)
    {
        var byName = new OrderedDictionary<string, FinalMetric>();
        foreach (var metric in metrics) byName.Add(metric.Name, metric);
        return byName;
    }
}
