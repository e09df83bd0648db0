namespace OrleansHybrid.Learning.Evaluation;

/// <summary>What the test images of each class were taken for.</summary>
public sealed class ConfusionMatrix(int classes)
{
    private readonly int[][] _counts = [.. Enumerable.Range(0, classes).Select(_ => new int[classes])];

    /// <summary>(C, C) test images by their class, then by the class they were taken for.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Counts => _counts;

    public void Count(int label, int predicted) => _counts[label][predicted]++;

    /// <param name="trainImages">(C) training images of each class.</param>
    public ClassAccuracy Accuracy(IReadOnlyList<int> trainImages) => new(
        [.. _counts.Select((row, label) => row[label])],
        [.. _counts.Select(row => row.Sum())],
        trainImages);
}
