using OrleansHybrid.Learning.Failures;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Learning.Data;

/// <summary>Which images of a dataset a recipe trains on and is tested on, before any is read.</summary>
/// <param name="Splits">The dataset.</param>
/// <param name="TrainIndices">The long-tailed draw from the training split, in selection order, without what is held out of it.</param>
/// <param name="TestIndices">The first images of each class of the test split.</param>
/// <param name="Fingerprint">Finds out what the data set is, of which they are; reads its files where that is not known yet.</param>
public sealed record DataSelection(DataSplits Splits, int[] TrainIndices, int[] TestIndices, Func<DataFingerprint> Fingerprint)
{
    /// <summary>Equally many images of each class of the training split, which are not trained on; empty where none are held out.</summary>
    public int[] ValidationIndices { get; init; } = [];

    /// <summary>(C) selected training images of each class.</summary>
    public int[] TrainCountByClass() => CountByClass(Splits.Train, TrainIndices);

    /// <summary>(C) selected test images of each class.</summary>
    public int[] TestCountByClass() => CountByClass(Splits.Test, TestIndices);

    /// <summary>(C) held out images of each class.</summary>
    public int[] ValidationCountByClass() => CountByClass(Splits.Train, ValidationIndices);

    /// <summary>The splits whose images are in files of their own.</summary>
    public IEnumerable<ImageFileSplit> Files => new[] { Splits.Train, Splits.Test }.OfType<ImageFileSplit>();

    /// <summary>What a person should know of the lists of files.</summary>
    public IEnumerable<string> Notices => Files.SelectMany(split => split.Notices);

    /// <exception cref="DataException">The images cannot be read.</exception>
    public TrainingData Read() => new(Splits.Train.Read(TrainIndices), Splits.Test.Read(TestIndices)) { Validation = ReadValidation() };

    private LabelledImages? ReadValidation()
    {
        if (ValidationIndices.Length == 0) return null;
        var images = Splits.Train.Read(ValidationIndices);
        // The training images say what is to be known of the list of both.
        _ = images.TakeWarnings().Count();
        return images;
    }

    private static int[] CountByClass(IImageSource source, int[] indices)
    {
        var counts = new int[source.ClassNames.Count];
        foreach (var index in indices) counts[source.Labels[index]]++;
        return counts;
    }
}
