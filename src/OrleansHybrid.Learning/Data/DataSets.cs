using OrleansHybrid.Sweeps.Definition;

namespace OrleansHybrid.Learning.Data;

/// <summary>From a recipe to the images that it trains on and is tested on.</summary>
public static class DataSets
{
    /// <summary>The recipe's training and test images, in memory.</summary>
    /// <inheritdoc cref="Select"/>
    public static TrainingData Load(Recipe recipe, string? dataDirectory) => Select(recipe, dataDirectory).Read();

    /// <summary>The recipe's draw alone: enough to list or count what would be trained on.</summary>
    /// <param name="recipe">Dataset, imbalance, head and test images and data seed count.</param>
    /// <param name="dataDirectory">Where downloaded datasets lie; not used by the built-in one.</param>
    /// <exception cref="DataException">The dataset is missing or damaged, or too small for the imbalance.</exception>
    public static DataSelection Select(Recipe recipe, string? dataDirectory)
    {
        var splits = Open(recipe.Dataset, dataDirectory);
        var train = LongTail.Draw(
            splits.Train.Labels, splits.Train.ClassNames.Count, recipe.Imbalance, recipe.HeadImages, checked((uint)recipe.DataSeed));
        return new(splits, train, FirstOfEachClass(splits.Test, recipe.TestImages));
    }

    private static DataSplits Open(DatasetName dataset, string? dataDirectory) => dataset switch
    {
        DatasetName.Synthetic => SyntheticImages.Splits,
        DatasetName.Cifar10 => Cifar10.Open(Given(dataDirectory, dataset)),
        DatasetName.Cifar100 => Cifar100.Open(Given(dataDirectory, dataset)),
        _ => throw new ArgumentOutOfRangeException(nameof(dataset), dataset, "no such dataset"),
    };

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
