using OrleansHybrid.Learning.Training;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Learning.Tests.Training;

public class NonFiniteLossTests
{
    private static readonly Recipe Usual = new() { LearningRate = 0.05 };

    [Fact]
    public void Explain_OfAUsualRecipe_BlamesTheLearningRate() =>
        Assert.Equal(
            "The loss became NaN in epoch 3, step 8, at a learning rate of 0.25: lower learning_rate or raise warmup_epochs.",
            Explain(Usual));

    [Fact]
    public void Explain_OfATinyTemperature_BlamesThat()
    {
        var tiny = Usual with { Temperature = 1e-30 };
        Assert.Equal(
            "The loss became NaN in epoch 3, step 8, with a temperature of 1E-30 (the contrastive loss's gradient grows as 1/τ: "
                + "raise it, 0.05 to 1 is usual). If that is meant, lower learning_rate.",
            Explain(tiny));
        // Where no contrastive loss is, τ is nobody's fault.
        Assert.Contains(
            "lower learning_rate or", Explain(tiny with { ContrastiveLoss = ContrastiveLossName.None }), StringComparison.Ordinal);
        Assert.Contains(
            "lower learning_rate or", Explain(tiny with { AlphaSchedule = AlphaSchedule.Constant, Alpha = 0 }), StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_OfOtherSettingsFarOff_BlamesAllOfThem()
    {
        Assert.Contains(
            "a ldam_scale of 1E+30",
            Explain(Usual with { ClassifierLoss = ClassifierLossName.Ldam, LdamScale = 1e30 }),
            StringComparison.Ordinal);
        Assert.Contains(
            "a logit_adjustment_tau of 1E+30",
            Explain(Usual with { ClassifierLoss = ClassifierLossName.LogitAdjustment, LogitAdjustmentTau = 1e30 }),
            StringComparison.Ordinal);
        Assert.Contains(
            "a focal_gamma of 1000",
            Explain(Usual with { ClassifierLoss = ClassifierLossName.Focal, FocalGamma = 1000 }),
            StringComparison.Ordinal);
        var both = Explain(Usual with { WeightDecay = 1000, Momentum = 1 });
        Assert.Contains("a weight_decay of 1000 (", both, StringComparison.Ordinal);
        Assert.Contains(" and a momentum of 1 (", both, StringComparison.Ordinal);
    }

    private static string Explain(Recipe recipe) =>
        NonFiniteLoss.Explain(recipe, new(double.NaN, double.NaN, 1), epoch: 2, step: 7, learningRate: 0.25);
}
