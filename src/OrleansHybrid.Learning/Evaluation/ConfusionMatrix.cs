namespace OrleansHybrid.Learning.Evaluation;

/// <summary>Numbers of test images by class and predicted class. It takes memory by the images, not by the square of the classes.</summary>
public sealed class ConfusionMatrix(int classes)
{
    /// <summary>More classes than these make more numbers than a person or a report can use: 8,142 would make 66 million.</summary>
    public const int MostClasses = 1000;

    private readonly Dictionary<(int Label, int Predicted), int> _counts = [];
    private readonly int[] _images = new int[classes];

    public int Images { get; private set; }

    public void Count(int label, int predicted)
    {
        Images++;
        _images[label]++;
        _counts[(label, predicted)] = Of(label, predicted) + 1;
    }

    /// <summary>(C, C) test images by their class, then by the class they were taken for; null for more than
    /// <see cref="MostClasses"/>.</summary>
    public IReadOnlyList<IReadOnlyList<int>>? Counts() => classes > MostClasses ? null
        : [
            .. Enumerable
                .Range(0, classes)
                .Select(label => Enumerable.Range(0, classes).Select(predicted => Of(label, predicted)).ToArray())];

    /// <param name="trainImages">(C) training images of each class.</param>
    public ClassAccuracy Accuracy(IReadOnlyList<int> trainImages) =>
        new([.. Enumerable.Range(0, classes).Select(label => Of(label, label))], _images, trainImages);

    private int Of(int label, int predicted) => _counts.GetValueOrDefault((label, predicted));
}
