namespace OrleansHybrid.Sweeps.Trials;

/// <summary>One epoch of a trial's history. Losses are means over the epoch's steps; accuracies are fractions in [0, 1].</summary>
/// <param name="Epoch">Epochs completed, from 1.</param>
/// <param name="Step">Optimiser steps completed.</param>
/// <param name="TrainLoss">The weighted loss α · contrastive + (1 - α) · classifier.</param>
/// <param name="ContrastiveLoss">Loss of the contrastive branch; null if the branch is off (α = 0).</param>
/// <param name="ClassifierLoss">Loss of the classifier branch; null if the branch is off (α = 1).</param>
/// <param name="Alpha">α of this epoch.</param>
/// <param name="LearningRate">The learning rate of the epoch's last step.</param>
/// <param name="Accuracy">Accuracies after the epoch; null if it was not evaluated.</param>
/// <param name="ImagesPerSecond">Training images (not views) per second.</param>
/// <param name="Seconds">Wall time of the epoch's training, evaluation excluded.</param>
public sealed record EpochMetrics(
    int Epoch,
    int Step,
    double TrainLoss,
    double? ContrastiveLoss,
    double? ClassifierLoss,
    double Alpha,
    double LearningRate,
    Accuracy? Accuracy,
    double ImagesPerSecond,
    double Seconds)
{
    /// <summary>Accuracies on the validation images after the epoch; null if it was not evaluated, or the recipe holds none out.</summary>
    public Accuracy? Validation { get; init; }

    /// <summary>Accuracy of the nearest neighbours on the test images; null unless the sweep is judged by it.</summary>
    public double? Knn { get; init; }

    /// <summary>Accuracy of the nearest neighbours on the validation images; null unless the sweep is judged by it.</summary>
    public double? ValKnn { get; init; }
}

/// <summary>
/// Accuracies on a balanced set of images, as fractions: over all classes, and over the classes with many (&gt; 100),
/// medium (20 to 100) and few (&lt; 20) training images. A group without a class is null.
/// </summary>
public sealed record Accuracy(double Top1, double? Many, double? Medium, double? Few);
