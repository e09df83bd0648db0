using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Losses;

/// <summary>
/// A loss of the classifier branch. All know the training set's class counts where they need them, and all take weights
/// of the classes, so that re-weighting goes with each.
/// </summary>
public abstract class ClassifierLoss
{
    /// <param name="logits">(N, C).</param>
    /// <param name="labels">(N) class numbers, int64.</param>
    /// <param name="classWeights">(C) weight of each class in the mean, in the logits' type; null for equal weights.</param>
    /// <returns>A scalar, float32 or float64 as <paramref name="logits"/> are: the mean over the samples by their class's weight.</returns>
    public abstract Tensor Forward(Tensor logits, Tensor labels, Tensor? classWeights = null);
}
