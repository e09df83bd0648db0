using OrleansHybrid.Learning.Losses;
using OrleansHybrid.Learning.Tests.Reference;
using OrleansHybrid.Sweeps.Settings;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Tests.Losses;

public sealed class ClassifierLossTests
{
    private static readonly int[] TrainImages = [500, 60, 9, 1];

    private static readonly long[] Labels = [0, 1, 2, 3, 0, 1];

    public static TheoryData<ClassifierLossName> Losses => [.. Enum.GetValues<ClassifierLossName>()];

    [Theory]
    [MemberData(nameof(Losses))]
    public void Forward_ClassesRenamed_IsTheSame(ClassifierLossName name)
    {
        using var scope = NewDisposeScope();
        var (logits, labels) = Point();
        var renamed = Loss(name, [.. TrainImages.Reverse()]).Forward(logits.flip(1), 3 - labels);
        Same(Loss(name).Forward(logits, labels), renamed);
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Forward_SampleTwice_IsThatOfItsClassWeighingTwice(ClassifierLossName name)
    {
        using var scope = NewDisposeScope();
        var (logits, labels) = Point();
        var twice = Loss(name).Forward(cat([logits, logits[2..3]]), cat([labels, labels[2..3]]));
        Same(twice, Loss(name).Forward(logits, labels, tensor(new double[] { 1, 1, 2, 1 })));
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Forward_SureAndRightAndSureAndWrong_StaysFinite(ClassifierLossName name)
    {
        using var scope = NewDisposeScope();
        var logits = (1e4 * eye(4, dtype: float64)).to(float32).requires_grad_();
        var value = Loss(name).Forward(logits, tensor(new long[] { 0, 1, 2, 0 }));
        value.backward();
        Assert.True(value.isfinite().item<bool>());
        Assert.True(logits.grad!.isfinite().all().item<bool>());
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Forward_BFloat16_IsComputedInFloat32(ClassifierLossName name)
    {
        using var scope = NewDisposeScope();
        var (logits, labels) = Point();
        var narrow = logits.to(bfloat16);
        var loss = Loss(name);
        Assert.Equal(loss.Forward(narrow.to(float32), labels).item<float>(), loss.Forward(narrow, labels).item<float>());
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Forward_ClassWithoutTrainingImages_CountsAsOfOne(ClassifierLossName name)
    {
        using var scope = NewDisposeScope();
        var (logits, labels) = Point();
        Assert.True(Loss(name, [500, 60, 9, 0]).Forward(logits, labels).isfinite().item<bool>());
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Forward_LeavesOneTensorBehind(ClassifierLossName name)
    {
        using var outer = NewDisposeScope();
        var (logits, labels) = Point();
        var (loss, before) = (Loss(name), outer.DisposablesCount);
        loss.Forward(logits, labels);
        Assert.Equal(before + 1, outer.DisposablesCount);
    }

    [Fact]
    public void Forward_NeutralParameters_AreCrossEntropy()
    {
        using var scope = NewDisposeScope();
        var (logits, labels) = Point();
        var crossEntropy = new CrossEntropyLoss().Forward(logits, labels);
        Same(crossEntropy, new FocalLoss(gamma: 0).Forward(logits, labels));
        Same(crossEntropy, new LdamLoss(TrainImages, largestMargin: 0, scale: 1).Forward(logits, labels));
        Same(crossEntropy, new LogitAdjustmentLoss(TrainImages, tau: 0).Forward(logits, labels));
        Same(crossEntropy, new BalancedSoftmaxLoss([7, 7, 7, 7]).Forward(logits, labels));
    }

    [Fact]
    public void LogitAdjustment_OfTauOne_IsTheBalancedSoftmax()
    {
        using var scope = NewDisposeScope();
        var (logits, labels) = Point();
        Same(new BalancedSoftmaxLoss(TrainImages).Forward(logits, labels), new LogitAdjustmentLoss(TrainImages, 1).Forward(logits, labels));
    }

    [Theory]
    [InlineData(0.8, 159, false)]
    [InlineData(0.8, 160, true)]
    [InlineData(0.0, 0, true)]
    [InlineData(1.0, 199, false)]
    public void Reweighting_Epoch_BeginsAtItsFraction(double from, int epoch, bool expected)
    {
        using var scope = NewDisposeScope();
        var weights = new DeferredReweighting(new() { DrwFrom = from }, TrainImages).At(epoch, float64, CPU);
        Assert.Equal(expected, weights is not null);
    }

    [Fact]
    public void Reweighting_Weights_AreOneOnAverageAndRiseTowardsTheTail()
    {
        using var scope = NewDisposeScope();
        var weights = new DeferredReweighting(new() { DrwFrom = 0 }, TrainImages).At(0, float64, CPU)!.data<double>().ToArray();
        Assert.Equal(1, weights.Average(), 1e-12);
        Assert.Equal(weights.Order(), weights);
        Assert.Equal((1 - Math.Pow(0.9999, 500)) / (1 - 0.9999), weights[3] / weights[0], 1e-8);
    }

    private static (Tensor Logits, Tensor Labels) Point() => (3 * Formula.Values("classifier", 6, 4), tensor(Labels));

    private static ClassifierLoss Loss(ClassifierLossName name, int[]? trainImages = null) =>
        LossFunctions.Classifier(new() { ClassifierLoss = name, LdamScale = 3 }, trainImages ?? TrainImages);

    private static void Same(Tensor expected, Tensor actual) => Assert.Equal(expected.item<double>(), actual.item<double>(), 1e-12);
}
