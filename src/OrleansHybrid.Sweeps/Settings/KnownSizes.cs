namespace OrleansHybrid.Sweeps.Settings;

/// <summary>What is known of a balanced data set before its files are read.</summary>
/// <param name="Classes">C.</param>
/// <param name="TrainImages">Training images of each class.</param>
/// <param name="TestImages">Test images of each class.</param>
public sealed record KnownSizes(int Classes, int TrainImages, int TestImages)
{
    /// <returns>Null for images in folders, which have to be counted.</returns>
    public static KnownSizes? Of(DatasetName dataset) => dataset switch
    {
        DatasetName.Synthetic => new(10, 500, 100),
        DatasetName.Cifar10 => new(10, 5_000, 1_000),
        DatasetName.Cifar100 => new(100, 500, 100),
        _ => null,
    };

    /// <summary>(C) images of each class that the recipe's long-tailed draw selects; none of a class is possible.</summary>
    public int[] Drawn(Recipe recipe)
    {
        var head = recipe.HeadImages > 0 ? Math.Min(recipe.HeadImages, TrainImages) : TrainImages;
        return LongTailSizes.Of(head, Classes, recipe.Imbalance);
    }
}
