using System.Globalization;
using OrleansHybrid.Learning.Evaluation;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Trainer;

/// <summary>A trainer's messages as a person at the console reads them.</summary>
internal static class MessageText
{
    /// <returns>One line; null for a message that is only a sign of life.</returns>
    public static string? Of(TrainerMessage message, TrainingOrder order) => message switch
    {
        TrainerMessage.Started started => Text(
            $"{started.ClassCounts.Sum()} training images of {started.ClassCounts.Count} classes ({Of(started.ClassCounts)}), ")
            + Text($"{started.Epochs} epochs of {started.StepsPerEpoch} steps")
            + (started.ResumedFrom is { } checkpoint ? Text($", going on from {checkpoint.Name}") : ""),
        TrainerMessage.EpochEnded { Metrics: var epoch } => Text(
            $"epoch {epoch.Epoch}/{order.Recipe.Epochs}  loss {epoch.TrainLoss:F4}  alpha {epoch.Alpha:F3}  lr {epoch.LearningRate:G3}")
            + (epoch.Accuracy is { } accuracy ? "  " + Of(accuracy) : "")
            + (epoch.Validation is { } validation ? Text($"  val top-1 {Percent(validation.Top1)}") : "")
            + ((epoch.Knn ?? epoch.ValKnn) is { } neighbors ? Text($"  k-NN {Percent(neighbors)}") : "")
            + Text($"  {epoch.ImagesPerSecond:F0} images/s"),
        TrainerMessage.CheckpointWritten written => Text(
            $"checkpoint {written.Checkpoint.Name}: {written.Checkpoint.Bytes / 1e6:F1} MB in {written.Seconds:F2} s"),
        TrainerMessage.CheckpointDamaged damaged => damaged.Message,
        TrainerMessage.Warned warned => warned.Message,
        TrainerMessage.Completed completed => Text(
            $"completed: {Of(completed.Result.Accuracy)}, best top-1 {Percent(completed.Result.BestTop1)}; ")
            + $"weights in {Folder(order, completed.Checkpoint)}",
        TrainerMessage.Preempted { Checkpoint: { } checkpoint } => $"stopped; the same command goes on from {Folder(order, checkpoint)}",
        TrainerMessage.Preempted => "stopped before the first step",
        TrainerMessage.Failed failed => failed.Failure.Message,
        _ => null,
    };

    /// <returns>One line, and one more for each probe.</returns>
    public static string Of(EvaluationReport report) =>
        Of(report.Accuracy) + Text($", calibration error {Percent(report.CalibrationError)}")
        + (report.Probes?.Knn is { } knn ? $"\nk-NN probe: {Of(knn)}" : "")
        + (report.Probes?.Linear is { } linear ? $"\nlinear probe: {Of(linear)}" : "");

    private static string Of(IReadOnlyList<int> classCounts) =>
        classCounts.Count <= 100 ? string.Join(", ", classCounts) : Text($"{classCounts.Min()} to {classCounts.Max()} each");

    private static string Of(Accuracy accuracy) => Text(
        $"top-1 {Percent(accuracy.Top1)} (many {Percent(accuracy.Many)}, medium {Percent(accuracy.Medium)}, few {Percent(accuracy.Few)})");

    private static string Percent(double? fraction) => fraction is { } value ? Text($"{100 * value:F1}%") : "-";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Folder(TrainingOrder order, CheckpointRef checkpoint) => Path.Combine(order.CheckpointDirectory, checkpoint.Name);
}
