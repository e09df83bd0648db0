using OrleansHybrid.Sweeps.Settings;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Losses;

/// <summary>
/// Deferred re-weighting (DRW of Cao et al., arXiv 1906.07413, algorithm 1): all classes weigh the same at first, and
/// from an epoch on each weighs 1 / its effective number of images (Cui et al., arXiv 1901.05555, eq. 2),
/// <c>(1 - b) / (1 - b^n)</c> with b = 0.9999, scaled to a mean of 1.
/// </summary>
/// <param name="recipe">Its <c>drw_from</c> is a fraction of its epochs, rounded to whole epochs; 1 is never.</param>
/// <param name="trainImages">(C) training images n of each class.</param>
public sealed class DeferredReweighting(Recipe recipe, IReadOnlyList<int> trainImages)
{
    private const double B = 0.9999;

    private readonly ClassNumbers _weights = new(Weights(trainImages));
    private readonly double _firstEpoch = Math.Round(recipe.DrwFrom * recipe.Epochs);

    /// <summary>The weights of one epoch, (C); null where all are equal.</summary>
    /// <param name="epoch">Whole epochs completed.</param>
    /// <param name="type">The type of the loss that they go into.</param>
    /// <param name="device">Where to put them.</param>
    public Tensor? At(int epoch, ScalarType type, Device device) =>
        epoch >= _firstEpoch ? _weights.As(type, device) : null;

    private static double[] Weights(IReadOnlyList<int> trainImages)
    {
        double[] weights = [.. trainImages.Select(images => (1 - B) / (1 - Math.Pow(B, Math.Max(images, 1))))];
        var mean = weights.Average();
        return [.. weights.Select(weight => weight / mean)];
    }
}
