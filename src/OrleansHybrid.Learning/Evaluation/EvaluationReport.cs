using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Learning.Evaluation;

/// <summary>The results of a network on the balanced test set: the content of a final checkpoint's <c>evaluation.json</c>.</summary>
/// <param name="Accuracy">Over all test images, and by the size of the classes.</param>
/// <param name="CalibrationError">Expected calibration error over 15 bins, in [0, 1]; null where the network gave no numbers.</param>
/// <param name="Classes">(C) each class.</param>
/// <param name="Confusion">
/// (C, C) test images by their class, then by the class they were taken for; null for more than 1,000 classes.
/// </param>
/// <param name="Probes">What probes of its features did; null where none was on.</param>
public sealed record EvaluationReport(
    Accuracy Accuracy,
    double? CalibrationError,
    IReadOnlyList<EvaluatedClass> Classes,
    IReadOnlyList<IReadOnlyList<int>>? Confusion,
    ProbeReport? Probes = null)
{
    public const string FileName = "evaluation.json";

    /// <param name="classNames">(C) names by class number.</param>
    /// <param name="trainImages">(C) training images of each class.</param>
    /// <param name="confusion">What was taken for what.</param>
    /// <param name="calibration">How sure the network was.</param>
    public static EvaluationReport Of(
        IReadOnlyList<string> classNames, IReadOnlyList<int> trainImages, ConfusionMatrix confusion, Calibration calibration)
    {
        var accuracy = confusion.Accuracy(trainImages);
        return new(
            accuracy.Summarise(),
            calibration.Error(),
            [.. classNames.Select((name, label) => new EvaluatedClass(name, trainImages[label], accuracy.Images[label], accuracy[label]))],
            confusion.Counts());
    }
}

/// <param name="Name">The class.</param>
/// <param name="TrainImages">Its training images.</param>
/// <param name="TestImages">Its test images.</param>
/// <param name="Accuracy">Fraction of its test images told right; null without any.</param>
public sealed record EvaluatedClass(string Name, int TrainImages, int TestImages, double? Accuracy);
