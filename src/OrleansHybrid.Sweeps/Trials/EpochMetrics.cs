namespace OrleansHybrid.Sweeps.Trials;

/// <summary>One epoch of a trial's history. Losses are means over the epoch's steps; accuracies are fractions in [0, 1].</summary>
public sealed record EpochMetrics
{
    /// <summary>Epochs completed, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>Optimiser steps completed.</summary>
    public required int Step { get; init; }

    /// <summary>The weighted loss α · contrastive + (1 - α) · classifier.</summary>
    public required double TrainLoss { get; init; }

    /// <summary>Loss of the contrastive branch; null if the branch is off (α = 0).</summary>
    public required double? ContrastiveLoss { get; init; }

    /// <summary>Loss of the classifier branch; null if the branch is off (α = 1).</summary>
    public required double? ClassifierLoss { get; init; }

    /// <summary>α of this epoch.</summary>
    public required double Alpha { get; init; }

    /// <summary>The learning rate of the epoch's last step.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Accuracies after the epoch; null if it was not evaluated.</summary>
    public required Accuracy? Accuracy { get; init; }

    /// <summary>Training images (not views) per second.</summary>
    public required double ImagesPerSecond { get; init; }

    /// <summary>Wall time of the epoch's training, evaluation excluded.</summary>
    public required double Seconds { get; init; }

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
