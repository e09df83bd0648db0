using OrleansHybrid.Learning.Losses;
using OrleansHybrid.Learning.Tests.Reference;
using OrleansHybrid.Sweeps.Settings;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Tests.Losses;

/// <summary>Every loss and its gradients against loops in Python: Reference/reference.py.</summary>
public sealed class ReferenceLossTests
{
    private static readonly Golden.Losses Expected = Golden.Read<Golden.Losses>("losses");

    private static readonly long[] ViewLabels = [0, 1, 2, 1, 0, 3, 0, 1, 2, 1, 0, 3];

    private static readonly long[] SampleLabels = [0, 1, 2, 3, 4, 0, 1, 0];

    private static readonly int[] TrainImages = [100, 50, 20, 5, 1];

    public static TheoryData<string, double> Contrastive => [.. Expected.Contrastive.Select(one => (one.Loss, one.Temperature))];

    public static TheoryData<string, bool> Classifier => [.. Expected.Classifier.Select(one => (one.Loss, one.Reweighted))];

    [Theory]
    [MemberData(nameof(Contrastive))]
    public void Forward_ContrastiveLoss_AgreesWithTheReferenceInValueAndGradients(string loss, double temperature)
    {
        var expected = Expected.Contrastive.Single(one => one.Loss == loss && one.Temperature == temperature);
        var family = LossFunctions.Contrastive(Recipe(loss) with { Temperature = temperature, PrototypesPerClass = 3 }, TrainImages)!;
        foreach (var (type, tolerance) in new[] { (float64, 1e-10), (float32, 1e-6) })
        {
            using var scope = NewDisposeScope();
            var z = Formula.Sphere("z", 12, 8).to(type).requires_grad_();
            var prototypes = family.PrototypeShape(5, 8) is { } shape
                ? Formula.Sphere("prototypes", shape).to(type).requires_grad_()
                : null;

            var value = family.Forward(z, tensor(ViewLabels), prototypes);
            value.backward();

            Golden.AssertNear([expected.Value], value, tolerance);
            Golden.AssertNear(expected.Gradient, z.grad!, tolerance);
            if (expected.PrototypeGradient is { } gradient) Golden.AssertNear(gradient, prototypes!.grad!, tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Classifier))]
    public void Forward_ClassifierLoss_AgreesWithTheReferenceInValueAndGradient(string loss, bool reweighted)
    {
        var expected = Expected.Classifier.Single(one => one.Loss == loss && one.Reweighted == reweighted);
        var recipe = Recipe(loss) with { DrwFrom = reweighted ? 0 : 1 };
        foreach (var (type, tolerance) in new[] { (float64, 1e-10), (float32, 1e-6) })
        {
            using var scope = NewDisposeScope();
            var logits = (
                Formula.Values("logits", 8, 5) * (recipe.ClassifierLoss is ClassifierLossName.Ldam ? 2 : 8)).to(type).requires_grad_();
            var weights = new DeferredReweighting(recipe, TrainImages).At(epoch: 0, type, CPU);

            var value = LossFunctions.Classifier(recipe, TrainImages).Forward(logits, tensor(SampleLabels), weights);
            value.backward();

            Golden.AssertNear([expected.Value], value, tolerance);
            Golden.AssertNear(expected.Gradient, logits.grad!, tolerance);
        }
    }

    /// <summary>The recipe by the reference's name of the loss.</summary>
    private static Recipe Recipe(string loss) => loss switch
    {
        "uc" => new() { ContrastiveLoss = ContrastiveLossName.Uc },
        "sc" => new() { ContrastiveLoss = ContrastiveLossName.Sc },
        "psc" => new() { ContrastiveLoss = ContrastiveLossName.Psc },
        "psc-inclusive" => new() { ContrastiveLoss = ContrastiveLossName.Psc, PscPositiveInDenominator = true },
        "mpsc" => new() { ContrastiveLoss = ContrastiveLossName.Mpsc },
        "mpsc-uniform" => new() { ContrastiveLoss = ContrastiveLossName.Mpsc, PrototypeWeights = PrototypeWeights.Uniform },
        "mpsc-inclusive" => new() { ContrastiveLoss = ContrastiveLossName.Mpsc, PscPositiveInDenominator = true },
        "bal-scl" => new() { ContrastiveLoss = ContrastiveLossName.BalScl },
        "cross-entropy" => new() { ClassifierLoss = ClassifierLossName.CrossEntropy },
        "focal-0.5" => new() { ClassifierLoss = ClassifierLossName.Focal, FocalGamma = 0.5 },
        "focal-2" => new() { ClassifierLoss = ClassifierLossName.Focal, FocalGamma = 2 },
        "ldam" => new() { ClassifierLoss = ClassifierLossName.Ldam },
        "balanced-softmax" => new() { ClassifierLoss = ClassifierLossName.BalancedSoftmax },
        "logit-adjustment-1" => new() { ClassifierLoss = ClassifierLossName.LogitAdjustment },
        "logit-adjustment-1.5" => new() { ClassifierLoss = ClassifierLossName.LogitAdjustment, LogitAdjustmentTau = 1.5 },
        _ => throw new ArgumentOutOfRangeException(nameof(loss), loss, "no such loss"),
    };
}
