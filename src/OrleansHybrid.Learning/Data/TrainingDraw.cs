using OrleansHybrid.Learning.Failures;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Learning.Data;

/// <summary>The training images that a recipe trains on, and those that it holds out: see <see cref="ValidationSplit"/>.</summary>
/// <param name="Train">Class by class, in the order of the long-tailed draw.</param>
/// <param name="Validation">Class by class, equally many of each, in that order too; empty where none are held out.</param>
internal sealed record TrainingDraw(int[] Train, int[] Validation)
{
    /// <param name="recipe">Dataset, imbalance, head images, data seed and validation images count.</param>
    /// <param name="source">The training split.</param>
    /// <exception cref="DataException">A class has too few images for the long tail, or for what is held out.</exception>
    public static TrainingDraw Of(Recipe recipe, IImageSource source)
    {
        var imbalance = recipe.Dataset is DatasetName.Inaturalist2018 ? 1 : recipe.Imbalance;
        var classes = LongTail.ByClass(
            source.Labels, source.ClassNames.Count, imbalance, recipe.HeadImages, checked((uint)recipe.DataSeed));
        var (train, validation) = (new List<int>(), new List<int>());
        foreach (var (label, (shuffled, size)) in classes.Index())
        {
            var taken = ValidationSplit.TakenFromDraw(recipe, shuffled.Length, size)
                ?? throw new DataException(ValidationSplit.Refuse(recipe, Name(source, label), shuffled.Length, size) + ".");
            train.AddRange(shuffled.AsSpan(0, size - taken));
            // What is left over begins where the draw ends.
            validation.AddRange(shuffled.AsSpan(size - taken, recipe.Validation));
        }

        return new([.. train], [.. validation]);
    }

    private static string Name(IImageSource source, int label) =>
        $"the class {source.ClassNames[label]}{(source.Files.Root.Length > 0 ? $" in {source.Files.Root}" : "")}";
}
