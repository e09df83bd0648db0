using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Learning.Evaluation;

/// <summary>How many test images of each class were told right.</summary>
/// <param name="Correct">(C) images told right.</param>
/// <param name="Images">(C) test images.</param>
/// <param name="TrainImages">(C) training images, which make a class one of the many, the medium or the few.</param>
public sealed record ClassAccuracy(IReadOnlyList<int> Correct, IReadOnlyList<int> Images, IReadOnlyList<int> TrainImages)
{
    private const int Many = 100, Few = 20;

    /// <summary>Fraction of the class's test images told right; null for a class without any.</summary>
    public double? this[int label] => Fraction([label]);

    /// <summary>Over all test images, and over those of classes with more than 100, 20 to 100 and fewer than 20 training images.</summary>
    public Accuracy Summarise() => new(
        Over(_ => true) ?? throw new InvalidOperationException("there are no test images"),
        Over(count => count > Many),
        Over(count => count is >= Few and <= Many),
        Over(count => count < Few));

    private double? Over(Func<int, bool> belongs) =>
        Fraction([.. Enumerable.Range(0, TrainImages.Count).Where(label => belongs(TrainImages[label]))]);

    private double? Fraction(int[] labels)
    {
        var images = labels.Sum(label => Images[label]);
        return images == 0 ? null : (double)labels.Sum(label => Correct[label]) / images;
    }
}
