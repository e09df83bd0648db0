using System.Globalization;

namespace OrleansHybrid.Sweeps.Settings;

/// <summary>
/// Which images <see cref="Recipe.Validation"/> holds out. Those of a class that its draw leaves over come first, in the order of the
/// draw; only what they lack is taken from the end of the draw, which trains on that many fewer.
/// </summary>
public static class ValidationSplit
{
    /// <summary>
    /// Images that a class keeps to train on when its draw gives some: one, and with the sampler of positives one with its positives.
    /// </summary>
    public static int LeastTraining(Recipe recipe) => HasPositives(recipe) ? recipe.PositivesPerAnchor + 1 : 1;

    /// <summary>How many images of a class's draw are held out.</summary>
    /// <param name="recipe">How many of each class are, and what the training needs.</param>
    /// <param name="all">Training images of the class in the data set.</param>
    /// <param name="drawn">Those that the long-tailed draw selects.</param>
    /// <returns>Null where too few would be left to train on.</returns>
    public static int? TakenFromDraw(Recipe recipe, int all, int drawn)
    {
        var taken = Math.Max(0, recipe.Validation - (all - drawn));
        return taken > 0 && drawn - taken < LeastTraining(recipe) ? null : taken;
    }

    /// <summary>Why a class cannot give as many images as the recipe holds out, and the remedy.</summary>
    /// <param name="name">The class, and where it is.</param>
    /// <inheritdoc cref="TakenFromDraw"/>
    public static string Refuse(Recipe recipe, string name, int all, int drawn)
    {
        var least = LeastTraining(recipe);
        var most = all - Math.Min(least, drawn);
        var needed = HasPositives(recipe) ? $"{least}, an image and its positives_per_anchor," : "1";
        var remedy = most > 0 ? $"set it to {most} or less" : "set it to 0, and choose by a metric of the test images";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{recipe.Validation} images of each class cannot be held out as `validation`: {name} has {all} training images, "
                + $"of which {needed} must be left to train on; {remedy}");
    }

    private static bool HasPositives(Recipe recipe) =>
        recipe is { ContrastiveLoss: not ContrastiveLossName.None, ContrastiveSampler: ContrastiveSamplerName.Positives };
}
