using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>The weight α of the contrastive loss at a part of the training (arXiv 2103.14267, eq. 1), for warnings.</summary>
internal static class RungAlpha
{
    /// <param name="progress">T/T_max, in [0, 1].</param>
    /// <returns>α in [0, 1]; 0 for a schedule that is a matter of chance.</returns>
    public static double At(Recipe recipe, double progress) => recipe.AlphaSchedule switch
    {
        AlphaSchedule.Parabolic => 1 - progress * progress,
        AlphaSchedule.Linear => 1 - progress,
        AlphaSchedule.Constant => recipe.Alpha,
        AlphaSchedule.Cosine => Math.Cos(Math.PI / 2 * progress),
        AlphaSchedule.TwoStage => progress < recipe.AlphaSwitch ? 1 : 0,
        AlphaSchedule.ParabolicIncrement => progress * progress,
        _ => 0,
    };
}
