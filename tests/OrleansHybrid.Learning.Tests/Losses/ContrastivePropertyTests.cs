using OrleansHybrid.Learning.Losses;
using OrleansHybrid.Learning.Tests.Reference;
using OrleansHybrid.Sweeps.Definition;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Tests.Losses;

/// <summary>What holds for every contrastive loss, whatever its formula; in float64.</summary>
public sealed class ContrastivePropertyTests
{
    private const int Classes = 4, PerClass = 3, Dimension = 6;

    private static readonly long[] Labels = [0, 1, 2, 1, 0, 0, 1, 2, 1, 0];

    public static TheoryData<ContrastiveLoss> Losses =>
        [ContrastiveLoss.Uc, ContrastiveLoss.Sc, ContrastiveLoss.Psc, ContrastiveLoss.Mpsc, ContrastiveLoss.BalScl];

    [Theory]
    [MemberData(nameof(Losses))]
    public void Forward_ImagesReordered_IsTheSame(ContrastiveLoss loss)
    {
        using var scope = NewDisposeScope();
        var (z, prototypes, labels) = Point(loss);
        // Both views of an image move together.
        var order = tensor(new long[] { 3, 0, 4, 1, 2, 8, 5, 9, 6, 7 });
        Same(Function(loss)(z, prototypes, labels), Function(loss)(z[order], prototypes, labels[order]));
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Forward_ViewsExchanged_IsTheSame(ContrastiveLoss loss)
    {
        using var scope = NewDisposeScope();
        var (z, prototypes, labels) = Point(loss);
        Same(Function(loss)(z, prototypes, labels), Function(loss)(z.roll(5, 0), prototypes, labels));
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Forward_ClassesRenamed_IsTheSame(ContrastiveLoss loss)
    {
        using var scope = NewDisposeScope();
        var (z, prototypes, labels) = Point(loss);
        Same(Function(loss)(z, prototypes, labels), Function(loss)(z, prototypes.flip(0), Classes - 1 - labels));
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Forward_SpaceRotated_IsTheSame(ContrastiveLoss loss)
    {
        using var scope = NewDisposeScope();
        var (z, prototypes, labels) = Point(loss);
        var rotation = linalg.qr(Formula.Values("rotation", Dimension, Dimension)).Q;
        var turned = prototypes.flatten(0, -2).mm(rotation).view(prototypes.shape);
        Same(Function(loss)(z, prototypes, labels), Function(loss)(z.mm(rotation), turned, labels));
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Backward_Gradient_AgreesWithFiniteDifferences(ContrastiveLoss loss)
    {
        using var scope = NewDisposeScope();
        var (z, prototypes, labels) = Point(loss);
        // The softmax weights of several prototypes pass no gradient on, so only the uniform ones can be differenced.
        var function = Function(loss, PrototypeWeights.Uniform);
        var (freeZ, freePrototypes) = (z.clone().requires_grad_(), prototypes.clone().requires_grad_());
        function(freeZ, freePrototypes, labels).backward();

        AssertSlope(freeZ.grad!, z, at => function(at, prototypes, labels));
        if (freePrototypes.grad is { } gradient) AssertSlope(gradient, prototypes, at => function(z, at, labels));
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Forward_TinyTemperatureInBFloat16_StaysFinite(ContrastiveLoss loss)
    {
        using var scope = NewDisposeScope();
        var (z, prototypes, labels) = Point(loss);
        var narrow = z.to(bfloat16).requires_grad_();

        var value = Function(loss, temperature: 1e-4)(narrow, prototypes.to(bfloat16), labels);
        value.backward();

        Assert.Equal(float32, value.dtype);
        Assert.True(value.isfinite().item<bool>());
        Assert.True(narrow.grad!.isfinite().all().item<bool>());
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Forward_OneImage_IsFinite(ContrastiveLoss loss)
    {
        using var scope = NewDisposeScope();
        var (z, prototypes, labels) = Point(loss);
        var views = z[..2].clone().requires_grad_();

        var value = Function(loss)(views, prototypes, labels[tensor(new long[] { 0, 0 })]);
        value.backward();

        Assert.True(value.isfinite().item<bool>());
        Assert.True(views.grad!.isfinite().all().item<bool>());
        // The other view is the only candidate.
        if (loss is ContrastiveLoss.Uc or ContrastiveLoss.Sc) Assert.Equal(0, value.item<double>(), 1e-12);
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Forward_OneClass_IsFinite(ContrastiveLoss loss)
    {
        using var scope = NewDisposeScope();
        var (z, prototypes, labels) = Point(loss);
        var free = z.clone().requires_grad_();

        var value = Function(loss)(free, prototypes, zeros_like(labels));
        value.backward();

        Assert.True(value.isfinite().item<bool>());
        Assert.True(free.grad!.isfinite().all().item<bool>());
        Assert.True(free.grad!.abs().max().item<double>() > 1e-3);
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Forward_LeavesOneTensorBehind(ContrastiveLoss loss)
    {
        using var outer = NewDisposeScope();
        var (z, prototypes, labels) = Point(loss);
        var (function, before) = (Function(loss), outer.DisposablesCount);
        function(z, prototypes, labels);
        Assert.Equal(before + 1, outer.DisposablesCount);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Mpsc_OnePrototypeOfEachClass_IsPsc(bool positiveInDenominator)
    {
        using var scope = NewDisposeScope();
        var (z, prototypes, labels) = Point(ContrastiveLoss.Psc);
        var psc = new PrototypicalLoss(0.3, positiveInDenominator).Forward(z, prototypes, labels);
        foreach (var weights in Enum.GetValues<PrototypeWeights>())
            Same(psc, new MultiPrototypeLoss(0.3, weights, positiveInDenominator).Forward(z, prototypes.unsqueeze(1), labels));
    }

    [Fact]
    public void Mpsc_PrototypesOfAClassAllAlike_IsPscUpToTheirNumber()
    {
        using var scope = NewDisposeScope();
        var (z, prototypes, labels) = Point(ContrastiveLoss.Psc);
        var mpsc = new MultiPrototypeLoss(0.3).Forward(z, prototypes.unsqueeze(1).expand(-1, PerClass, -1), labels);
        Same(new PrototypicalLoss(0.3).Forward(z, prototypes, labels) + Math.Log(PerClass), mpsc);
    }

    [Fact]
    public void Sc_EveryImageAClassOfItsOwn_IsUc()
    {
        using var scope = NewDisposeScope();
        var (z, _, _) = Point(ContrastiveLoss.Sc);
        Same(new NTXentLoss(0.3).Forward(z), new SupConLoss(0.3).Forward(z, arange(5, dtype: int64).repeat(2)));
    }

    [Fact]
    public void Uc_OddNumberOfViews_IsRefused()
    {
        using var scope = NewDisposeScope();
        Assert.Throws<ArgumentException>(() => new NTXentLoss(0.1).Forward(ones(3, 2)));
    }

    private static (Tensor Z, Tensor Prototypes, Tensor Labels) Point(ContrastiveLoss loss) => (
        Formula.Sphere("property", 10, Dimension),
        loss is ContrastiveLoss.Mpsc ? Formula.Sphere("table", Classes, PerClass, Dimension) : Formula.Sphere("table", Classes, Dimension),
        tensor(Labels));

    private static ContrastiveFunction Function(
        ContrastiveLoss loss, PrototypeWeights weights = PrototypeWeights.Softmax, double temperature = 0.3) =>
        LossFunctions.Contrastive(new() { ContrastiveLoss = loss, Temperature = temperature, PrototypeWeights = weights })!;

    private static void Same(Tensor expected, Tensor actual) => Assert.Equal(expected.item<double>(), actual.item<double>(), 1e-12);

    private static void AssertSlope(Tensor gradient, Tensor point, Func<Tensor, Tensor> loss)
    {
        const double h = 1e-5;
        var flat = gradient.flatten();
        for (var i = 0; i < point.numel(); i++)
        {
            using var scope = NewDisposeScope();
            var step = zeros_like(point).flatten();
            step[i] = h;
            step = step.view(point.shape);
            var slope = (loss(point + step) - loss(point - step)).item<double>() / (2 * h);
            Assert.Equal(slope, flat[i].item<double>(), 1e-8);
        }
    }
}
