using OrleansHybrid.Learning.Randomness;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Learning.Schedules;

/// <summary>
/// The weight α of the contrastive branch, in [0, 1]; the classifier branch weighs 1 - α (arXiv 2103.14267, eq. 1 and
/// section 3.4; for the schedules beside, BBN's ablation, Zhou et al., arXiv 1912.02413, table 5).
/// </summary>
public static class AlphaCurve
{
    private const double BetaShape = 0.2;

    /// <summary>α of one epoch: constant within it. Zero for a recipe without a contrastive loss.</summary>
    /// <param name="recipe">Its schedule, its <c>epochs</c> as T_max, and its seed for a schedule of chance.</param>
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
            AlphaSchedule.Cosine => Math.Cos(Math.PI / 2 * progress),
            AlphaSchedule.TwoStage => epoch < Math.Round(recipe.AlphaSwitch * recipe.Epochs) ? 1 : 0,
            AlphaSchedule.ParabolicIncrement => progress * progress,
            AlphaSchedule.Beta => new CounterRandom(recipe.Seed, RandomPurpose.Alpha, epoch).NextBeta(BetaShape),
            var other => throw new ArgumentOutOfRangeException(nameof(recipe), other, "unknown alpha schedule"),
        };
    }
}
