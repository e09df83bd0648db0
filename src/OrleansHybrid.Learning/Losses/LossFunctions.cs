using OrleansHybrid.Sweeps.Settings;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Losses;

/// <summary>Any contrastive loss, of views <c>z</c> (2B, D) with <c>labels</c> (2B); it looks at what it needs.</summary>
/// <param name="prototypes">(C, D), (C, M, D) for the loss with several of each class, null for one without.</param>
internal delegate Tensor ContrastiveFunction(Tensor z, Tensor? prototypes, Tensor labels);

/// <summary>The losses that a recipe names.</summary>
internal static class LossFunctions
{
    /// <returns>Null for a recipe without a contrastive branch.</returns>
    public static ContrastiveFunction? Contrastive(Recipe recipe)
    {
        var (temperature, positiveInDenominator) = (recipe.Temperature, recipe.PscPositiveInDenominator);
        switch (recipe.ContrastiveLoss)
        {
            case ContrastiveLoss.None:
                return null;
            case ContrastiveLoss.Uc:
                var uc = new NTXentLoss(temperature);
                return (z, _, _) => uc.Forward(z);
            case ContrastiveLoss.Sc:
                var sc = new SupConLoss(temperature);
                return (z, _, labels) => sc.Forward(z, labels);
            case ContrastiveLoss.Psc:
                var psc = new PrototypicalLoss(temperature, positiveInDenominator);
                return (z, prototypes, labels) => psc.Forward(z, prototypes!, labels);
            case ContrastiveLoss.Mpsc:
                var mpsc = new MultiPrototypeLoss(temperature, recipe.PrototypeWeights, positiveInDenominator);
                return (z, prototypes, labels) => mpsc.Forward(z, prototypes!, labels);
            case ContrastiveLoss.BalScl:
                var balScl = new BalancedContrastiveLoss(temperature);
                return (z, prototypes, labels) => balScl.Forward(z, prototypes!, labels);
            default:
                throw new ArgumentOutOfRangeException(nameof(recipe), recipe.ContrastiveLoss, "unknown contrastive loss");
        }
    }

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
