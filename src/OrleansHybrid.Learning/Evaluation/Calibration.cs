namespace OrleansHybrid.Learning.Evaluation;

/// <summary>
/// The expected calibration error of Guo et al., arXiv 1706.04599, eq. 3, over 15 bins of equal width: how far a network's stated
/// confidence is from its accuracy.
/// </summary>
public sealed class Calibration
{
    private const int Bins = 15;

    private readonly (int Images, int Correct, double Confidence)[] _bins = new (int, int, double)[Bins];

    /// <param name="confidence">Probability of the predicted class, in [0, 1]; no number from a network that has diverged.</param>
    /// <param name="isCorrect">Whether the prediction was right.</param>
    public void Count(double confidence, bool isCorrect)
    {
        // As in the paper, a bin ((m - 1) / 15, m / 15] holds its upper bound.
        ref var bin = ref _bins[Math.Clamp((int)Math.Ceiling(confidence * Bins) - 1, 0, Bins - 1)];
        bin = (bin.Images + 1, bin.Correct + (isCorrect ? 1 : 0), bin.Confidence + confidence);
    }

    /// <summary>
    /// Mean distance between confidence and accuracy, each bin by its share of the images; null without any image, or where
    /// a confidence was no number.
    /// </summary>
    public double? Error()
    {
        var error = _bins.Sum(bin => Math.Abs(bin.Correct - bin.Confidence)) / _bins.Sum(bin => bin.Images);
        return double.IsFinite(error) ? error : null;
    }
}
