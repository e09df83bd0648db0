using OrleansHybrid.Learning.Failures;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Text;

namespace OrleansHybrid.Learning.Data;

/// <summary>From a recipe to the images that it trains on, holds out, and is tested on.</summary>
public static class DataSets
{
    private const int DefaultSide = 224;

    /// <summary>The recipe's training, validation and test images: small ones in memory, others in their files.</summary>
    /// <inheritdoc cref="Select"/>
    public static TrainingData Load(Recipe recipe, string? dataDirectory, int threads = 1, bool ahead = false) =>
        Select(recipe, dataDirectory, threads, ahead).Read();

    /// <summary>The recipe's draw alone: enough to list or count what would be trained on.</summary>
    /// <param name="recipe">Dataset, imbalance, head, validation and test images, data seed and image size count.</param>
    /// <param name="dataDirectory">Where downloaded datasets lie; not used by the built-in one.</param>
    /// <param name="threads">How many decode images in files.</param>
    /// <param name="ahead">Whether they do so while the device computes.</param>
    /// <exception cref="DataException">The dataset is missing, damaged, or too small for the imbalance or the validation.</exception>
    public static DataSelection Select(Recipe recipe, string? dataDirectory, int threads = 1, bool ahead = false)
    {
        var splits = Open(recipe, dataDirectory, threads, ahead);
        var draw = TrainingDraw.Of(recipe, splits.Train);
        return new(
            splits,
            draw.Train,
            FirstOfEachClass(splits.Test, recipe.TestImages),
            () => FingerprintOf(splits, recipe.Dataset, dataDirectory))
        {
            ValidationIndices = draw.Validation,
        };
    }

    private static DataFingerprint FingerprintOf(DataSplits splits, DatasetName dataset, string? directory) =>
        DataFingerprint.OfBuiltIn(dataset)
            ?? new DataFiles(dataset, splits, FingerprintCache.Of(Given(directory, dataset)), TimeProvider.System).Fingerprint();

    /// <summary>What a data set is, whatever is drawn from it.</summary>
    /// <exception cref="DataException">The dataset is missing or damaged.</exception>
    public static DataFingerprint Fingerprint(DatasetName dataset, string? dataDirectory) =>
        FingerprintOf(Open(new() { Dataset = dataset }, dataDirectory, threads: 1, ahead: false), dataset, dataDirectory);

    private static DataSplits Open(Recipe recipe, string? dataDirectory, int threads, bool ahead)
    {
        if (recipe.Dataset is DatasetName.Synthetic) return SyntheticImages.Splits;
        var directory = Given(dataDirectory, recipe.Dataset);
        return recipe.Dataset switch
        {
            DatasetName.Cifar10 => Cifar10.Open(directory),
            DatasetName.Cifar100 => Cifar100.Open(directory),
            DatasetName.ImageFolder => ImageFolder.Open(directory, Decoding()),
            DatasetName.Inaturalist2018 => INaturalist2018.Open(directory, Decoding()),
            _ => throw new ArgumentOutOfRangeException(nameof(recipe), recipe.Dataset, "no such dataset"),
        };

        Decoding Decoding() => new(recipe.ImageSize > 0 ? recipe.ImageSize : DefaultSide, threads, ahead, ImageCache.Of(directory));
    }

    private static string Given(string? dataDirectory, DatasetName dataset) => dataDirectory
        ?? throw new DataException($"The dataset {dataset.Spelled()} is read from files: name the folder that holds them with --data DIR.");

    /// <summary>In the split's order; 0 images a class takes all.</summary>
    private static int[] FirstOfEachClass(IImageSource source, int images)
    {
        if (images == 0) return [.. Enumerable.Range(0, source.Labels.Length)];
        var taken = new int[source.ClassNames.Count];
        return [.. Enumerable.Range(0, source.Labels.Length).Where(index => taken[source.Labels[index]]++ < images)];
    }
}
