using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Learning.Losses;

/// <summary>The losses that a recipe names.</summary>
internal static class LossFunctions
{
    /// <param name="recipe">The settings.</param>
    /// <param name="trainImages">(C) training images of each class.</param>
    /// <returns>Null for a recipe without a contrastive branch.</returns>
    public static ContrastiveLoss? Contrastive(Recipe recipe, IReadOnlyList<int> trainImages) => recipe.ContrastiveLoss switch
    {
        ContrastiveLossName.None => null,
        ContrastiveLossName.Uc => new NTXentLoss(recipe.Temperature),
        ContrastiveLossName.Sc => new SupConLoss(recipe.Temperature),
        ContrastiveLossName.Psc => new PrototypicalLoss(recipe.Temperature, recipe.PscPositiveInDenominator),
        ContrastiveLossName.Mpsc => new MultiPrototypeLoss(
            recipe.Temperature, recipe.PrototypesPerClass, recipe.PrototypeWeights, recipe.PscPositiveInDenominator),
        ContrastiveLossName.BalScl => new BalancedContrastiveLoss(recipe.Temperature),
        ContrastiveLossName.Proco => new ProCoLoss(recipe.Temperature, trainImages, recipe.ProjectionDim),
        var other => throw new ArgumentOutOfRangeException(nameof(recipe), other, "unknown contrastive loss"),
    };

    /// <param name="recipe">The settings.</param>
    /// <param name="trainImages">(C) training images of each class.</param>
    public static ClassifierLoss Classifier(Recipe recipe, IReadOnlyList<int> trainImages) => recipe.ClassifierLoss switch
    {
        ClassifierLossName.CrossEntropy => new CrossEntropyLoss(),
        ClassifierLossName.Focal => new FocalLoss(recipe.FocalGamma),
        ClassifierLossName.Ldam => new LdamLoss(trainImages, recipe.LdamMargin, recipe.LdamScale),
        ClassifierLossName.BalancedSoftmax => new BalancedSoftmaxLoss(trainImages),
        ClassifierLossName.LogitAdjustment => new LogitAdjustmentLoss(trainImages, recipe.LogitAdjustmentTau),
        var other => throw new ArgumentOutOfRangeException(nameof(recipe), other, "unknown classifier loss"),
    };
}
