using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cli.Exports;

/// <summary>The metrics of an epoch by the names of the columns of a trial's table.</summary>
internal static class EpochSeries
{
    private static readonly (string Name, Func<EpochMetrics, double?> At)[] Known =
    [
        ("train_loss", epoch => epoch.TrainLoss),
        ("contrastive_loss", epoch => epoch.ContrastiveLoss),
        ("classifier_loss", epoch => epoch.ClassifierLoss),
        ("alpha", epoch => epoch.Alpha),
        ("learning_rate", epoch => epoch.LearningRate),
        ("top1", epoch => epoch.Accuracy?.Top1),
        ("many", epoch => epoch.Accuracy?.Many),
        ("medium", epoch => epoch.Accuracy?.Medium),
        ("few", epoch => epoch.Accuracy?.Few),
        .. from metric in FinalMetrics.ByName.Values
           where metric.IsOfOneEpoch && (metric.IsOnRequest || metric.Images is MetricImages.Validation)
           select (metric.Name, metric.At),
        ("images_per_second", epoch => epoch.ImagesPerSecond),
        ("seconds", epoch => epoch.Seconds),
    ];

    /// <summary>Those that have a value.</summary>
    public static IEnumerable<(string Name, double Value)> Of(EpochMetrics epoch)
    {
        foreach (var (name, at) in Known)
            if (at(epoch) is { } value)
                yield return (name, value);
    }

    /// <summary>The final metrics that trials of a sweep can have, its objective first.</summary>
    public static IReadOnlyList<FinalMetric> Final(SweepDefinition sweep) =>
    [
        FinalMetrics.Of(sweep.Metric),
        .. FinalMetrics.ByName.Values
            .Where(metric => !metric.IsOnRequest && metric.Images is not MetricImages.Validation)
            .Concat(FurtherMetrics.Of(sweep))
            .Where(metric => metric.Name != sweep.Metric.Name),
    ];
}
