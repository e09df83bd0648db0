using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Results;

/// <summary>The table of one trial's epochs, in order. Losses and accuracies have full precision; unknown values are empty.</summary>
public static class HistoryCsv
{
    public static void Write(TextWriter writer, IReadOnlyList<EpochMetrics> history)
    {
        var more = FurtherMetrics.Of(history);
        writer.WriteRow(
        [
            "epoch", "step", "train_loss", "contrastive_loss", "classifier_loss", "alpha", "learning_rate", "top1", "many", "medium", "few",
            "images_per_second", "seconds", .. more.Select(metric => metric.Name),
        ]);
        foreach (var epoch in history)
        {
            writer.WriteRow(
            [
                Csv.Whole(epoch.Epoch),
                Csv.Whole(epoch.Step),
                Csv.Exact(epoch.TrainLoss),
                Csv.Exact(epoch.ContrastiveLoss),
                Csv.Exact(epoch.ClassifierLoss),
                Csv.Exact(epoch.Alpha),
                Csv.Exact(epoch.LearningRate),
                Csv.Exact(epoch.Accuracy?.Top1),
                Csv.Exact(epoch.Accuracy?.Many),
                Csv.Exact(epoch.Accuracy?.Medium),
                Csv.Exact(epoch.Accuracy?.Few),
                Csv.Number(epoch.ImagesPerSecond),
                Csv.Number(epoch.Seconds),
                .. more.Select(metric => Csv.Exact(metric.At(epoch))),
            ]);
        }
    }
}
