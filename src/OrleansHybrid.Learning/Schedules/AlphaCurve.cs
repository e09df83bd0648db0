using OrleansHybrid.Sweeps.Definition;

namespace OrleansHybrid.Learning.Schedules;

/// <summary>The weight α of the contrastive branch, in [0, 1]; the classifier branch weighs 1 - α (arXiv 2103.14267, eq. 1 and section 3.4).</summary>
public static class AlphaCurve
{
    /// <summary>α of one epoch: constant within it. Zero for a recipe without a contrastive loss.</summary>
    /// <param name="recipe">Its schedule, and its <c>epochs</c> as T_max.</param>
    /// <param name="epoch">T: whole epochs completed, in [0, T_max].</param>
    public static double At(Recipe recipe, int epoch)
    {
        if (recipe.ContrastiveLoss is ContrastiveLoss.None) return 0;
        var progress = (double)epoch / recipe.Epochs;
        return recipe.AlphaSchedule switch
        {
            AlphaSchedule.Parabolic => 1 - progress * progress,
            AlphaSchedule.Linear => 1 - progress,
            AlphaSchedule.Constant => recipe.Alpha,
            var other => throw new ArgumentOutOfRangeException(nameof(recipe), other, "unknown alpha schedule"),
        };
    }
}
