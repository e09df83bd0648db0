using System.Globalization;
using OrleansHybrid.Learning.Checkpoints;
using OrleansHybrid.Learning.Schedules;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Learning.Training;

/// <summary>Tells a person why a loss became infinite or no number: a setting far from what is usual, or else the learning rate.</summary>
internal static class NonFiniteLoss
{
    /// <summary>Settings that multiply what the losses or the optimiser compute, and from where on no published recipe has them.</summary>
    private static readonly (string Property, Func<Recipe, bool> IsFarOff, string Remedy)[] Suspects =
    [
        (
            nameof(Recipe.Temperature),
            recipe => IsContrastive(recipe) && recipe.Temperature < 0.01,
            "the contrastive loss's gradient grows as 1/τ: raise it, 0.05 to 1 is usual"),
        (
            nameof(Recipe.LdamScale),
            recipe => recipe.ClassifierLoss is ClassifierLossName.Ldam && recipe.LdamScale > 1000,
            "lower it, 30 is usual"),
        (
            nameof(Recipe.LogitAdjustmentTau),
            recipe => recipe.ClassifierLoss is ClassifierLossName.LogitAdjustment && recipe.LogitAdjustmentTau > 100,
            "lower it, 1 is usual"),
        (
            nameof(Recipe.FocalGamma),
            recipe => recipe.ClassifierLoss is ClassifierLossName.Focal && recipe.FocalGamma > 100,
            "lower it, 1 to 5 is usual"),
        (nameof(Recipe.WeightDecay), recipe => recipe.WeightDecay > 1, "lower it, 0.0001 is usual"),
        (nameof(Recipe.Momentum), recipe => recipe.Momentum >= 1, "with 1 no gradient is ever forgotten: lower it, 0.9 is usual"),
    ];

    /// <param name="losses">Of the step.</param>
    /// <param name="epoch">Whole epochs completed.</param>
    /// <param name="step">The step within the epoch, from 0.</param>
    /// <param name="learningRate">Of the step.</param>
    /// <returns>One line with the remedy.</returns>
    public static string Explain(Recipe recipe, StepLosses losses, int epoch, int step, double learningRate)
    {
        var what = FormattableString.Invariant($"The loss became {losses.Train} in epoch {epoch + 1}, step {step + 1}, ");
        var suspects = Suspects.Where(suspect => suspect.IsFarOff(recipe))
            .Select(suspect => (Setting: RecipeSchema.Of(suspect.Property), suspect.Remedy))
            .Select(suspect => $"a {suspect.Setting.Key} of {suspect.Setting.Read(recipe)} ({suspect.Remedy})").ToArray();
        return suspects.Length > 0
            ? $"{what}with {string.Join(" and ", suspects)}. If that is meant, lower learning_rate."
            : string.Create(
                CultureInfo.InvariantCulture, $"{what}at a learning rate of {learningRate}: lower learning_rate or raise warmup_epochs.");
    }

    private static bool IsContrastive(Recipe recipe) =>
        recipe.ContrastiveLoss is not ContrastiveLossName.None
            && Enumerable.Range(0, recipe.Epochs).Any(epoch => AlphaCurve.At(recipe, epoch) > 0);
}
