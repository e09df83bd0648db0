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
    /// <summary>True for a fraction of images, shown as a percentage; false for a loss.</summary>
    public bool IsAccuracy => DefaultGoal is Goal.Maximize;

    public MetricImages Images { get; init; }

    /// <summary>True for a number that is measured only for sweeps that are judged by it, because it costs time.</summary>
    public bool IsOnRequest { get; init; }

    /// <summary>False for the best of several epochs.</summary>
    public bool IsOfOneEpoch { get; init; } = true;

    /// <summary>The number after an epoch, or what it is the best of; null if that epoch was not evaluated.</summary>
    public required Func<EpochMetrics, double?> At { get; init; }

    public ObjectiveMetric AsObjective() => new(Name, DefaultGoal);
}

/// <summary>The images that a metric is measured on.</summary>
public enum MetricImages
{
    Test,

    /// <summary>Those that <c>validation</c> holds out: choosing by them leaves the test images unseen.</summary>
    Validation,

    Training,
}

/// <summary>The final metrics by the names that sweep files, results and reports use.</summary>
public static class FinalMetrics
{
    /// <summary>Begins the name of a metric of the validation images; the same metric of the test images has the rest of it.</summary>
    public const string ValidationPrefix = "val_";

    public static FinalMetric Top1 { get; } =
        new("top1", Goal.Maximize, "Accuracy on the balanced test set after the last epoch.", result => result.Accuracy.Top1)
        {
            At = epoch => epoch.Accuracy?.Top1,
        };

    public static OrderedDictionary<string, FinalMetric> ByName { get; } = Index(
        Top1,
        new("many", Goal.Maximize, "Accuracy on the classes with more than 100 training images.", result => result.Accuracy.Many)
        {
            At = epoch => epoch.Accuracy?.Many,
        },
        new("medium", Goal.Maximize, "Accuracy on the classes with 20 to 100 training images.", result => result.Accuracy.Medium)
        {
            At = epoch => epoch.Accuracy?.Medium,
        },
        new("few", Goal.Maximize, "Accuracy on the classes with fewer than 20 training images.", result => result.Accuracy.Few)
        {
            At = epoch => epoch.Accuracy?.Few,
        },
        new(
            "best_top1",
            Goal.Maximize,
            "The best accuracy of any evaluated epoch; shown beside top1, never instead of it.",
            result => result.BestTop1)
        {
            IsOfOneEpoch = false,
            At = epoch => epoch.Accuracy?.Top1,
        },
        new("train_loss", Goal.Minimize, "Mean training loss of the last epoch.", result => result.TrainLoss)
        {
            At = epoch => epoch.TrainLoss,
            Images = MetricImages.Training,
        },
        OfValidation("top1", "Accuracy on the validation images after the last epoch.", accuracy => accuracy.Top1),
        OfValidation("many", "The same on the classes with more than 100 training images.", accuracy => accuracy.Many),
        OfValidation("medium", "The same on the classes with 20 to 100 training images.", accuracy => accuracy.Medium),
        OfValidation("few", "The same on the classes with fewer than 20 training images.", accuracy => accuracy.Few),
        new(
            "val_best_top1",
            Goal.Maximize,
            "The best accuracy on the validation images of any evaluated epoch; the weights are those of the last.",
            result => result.ValBestTop1)
        {
            IsOfOneEpoch = false,
            At = epoch => epoch.Validation?.Top1,
            Images = MetricImages.Validation,
        },
        new(
            "knn",
            Goal.Maximize,
            "Accuracy on the test images of the weighted nearest neighbours among the training images, by the backbone's features.",
            result => result.Knn)
        {
            At = epoch => epoch.Knn,
            IsOnRequest = true,
        },
        new("val_knn", Goal.Maximize, "The same on the validation images.", result => result.ValKnn)
        {
            At = epoch => epoch.ValKnn,
            Images = MetricImages.Validation,
            IsOnRequest = true,
        });

    /// <summary>The same metric of the validation images.</summary>
    /// <exception cref="KeyNotFoundException">It is not a metric of the test images.</exception>
    public static FinalMetric OnValidation(this FinalMetric metric) => ByName[ValidationPrefix + metric.Name];

    /// <returns>Null where there is no such metric, or no name.</returns>
    public static FinalMetric? Find(string? name) => name is null ? null : ByName.GetValueOrDefault(name);

    /// <summary>The metric of a sweep.</summary>
    public static FinalMetric Of(ObjectiveMetric objective) => ByName[objective.Name];

    /// <summary>The objective of one trial; null for a trial without a result.</summary>
    public static double? Of(this ObjectiveMetric objective, TrialResult? result) =>
        result is null ? null : Of(objective).Of(result);

    /// <summary>The objective after an epoch; null if that epoch was not evaluated.</summary>
    public static double? At(this ObjectiveMetric objective, EpochMetrics epoch) => Of(objective).At(epoch);

    private static FinalMetric OfValidation(string name, string summary, Func<Accuracy, double?> read) =>
        new(ValidationPrefix + name, Goal.Maximize, summary, result => result.Validation is { } accuracy ? read(accuracy) : null)
        {
            At = epoch => epoch.Validation is { } accuracy ? read(accuracy) : null,
            Images = MetricImages.Validation,
        };

    private static OrderedDictionary<string, FinalMetric> Index(params ReadOnlySpan<FinalMetric> metrics)
    {
        var byName = new OrderedDictionary<string, FinalMetric>();
        foreach (var metric in metrics) byName.Add(metric.Name, metric);
        return byName;
    }
}
