using OrleansHybrid.Learning.Losses;
using OrleansHybrid.Learning.Tests.Reference;
using OrleansHybrid.Sweeps.Settings;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Tests.Losses;

/// <summary>What holds for every contrastive loss, whatever its formula; in float64.</summary>
public sealed class ContrastivePropertyTests
{
    private const int Classes = 4, PerClass = 3, Dimension = 6;

    private static readonly long[] Labels = [0, 1, 2, 1, 0, 0, 1, 2, 1, 0];

    public static TheoryData<ContrastiveLossName> Losses =>
        [ContrastiveLossName.Uc, ContrastiveLossName.Sc, ContrastiveLossName.Psc, ContrastiveLossName.Mpsc, ContrastiveLossName.BalScl];

    [Theory]
    [MemberData(nameof(Losses))]
    public void Forward_ImagesReordered_IsTheSame(ContrastiveLossName loss)
    {
        using var scope = NewDisposeScope();
        var (z, labels, prototypes) = Point(loss);
        // Both views of an image move together.
        var order = tensor(new long[] { 3, 0, 4, 1, 2, 8, 5, 9, 6, 7 });
        Same(Function(loss)(z, labels, prototypes), Function(loss)(z[order], labels[order], prototypes));
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Forward_ViewsExchanged_IsTheSame(ContrastiveLossName loss)
    {
        using var scope = NewDisposeScope();
        var (z, labels, prototypes) = Point(loss);
        Same(Function(loss)(z, labels, prototypes), Function(loss)(z.roll(5, 0), labels, prototypes));
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Forward_ClassesRenamed_IsTheSame(ContrastiveLossName loss)
    {
        using var scope = NewDisposeScope();
        var (z, labels, prototypes) = Point(loss);
        Same(Function(loss)(z, labels, prototypes), Function(loss)(z, Classes - 1 - labels, prototypes.flip(0)));
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Forward_SpaceRotated_IsTheSame(ContrastiveLossName loss)
    {
        using var scope = NewDisposeScope();
        var (z, labels, prototypes) = Point(loss);
        var rotation = linalg.qr(Formula.Values("rotation", Dimension, Dimension)).Q;
        var turned = prototypes.flatten(0, -2).mm(rotation).view(prototypes.shape);
        Same(Function(loss)(z, labels, prototypes), Function(loss)(z.mm(rotation), labels, turned));
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Backward_Gradient_AgreesWithFiniteDifferences(ContrastiveLossName loss)
    {
        using var scope = NewDisposeScope();
        var (z, labels, prototypes) = Point(loss);
        // The softmax weights of several prototypes pass no gradient on, so only the uniform ones can be differenced.
        var function = Function(loss, PrototypeWeights.Uniform);
        var (freeZ, freePrototypes) = (z.clone().requires_grad_(), prototypes.clone().requires_grad_());
        function(freeZ, labels, freePrototypes).backward();

        AssertSlope(freeZ.grad!, z, at => function(at, labels, prototypes));
        if (freePrototypes.grad is { } gradient) AssertSlope(gradient, prototypes, at => function(z, labels, at));
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Forward_TinyTemperatureInBFloat16_StaysFinite(ContrastiveLossName loss)
    {
        using var scope = NewDisposeScope();
        var (z, labels, prototypes) = Point(loss);
        var narrow = z.to(bfloat16).requires_grad_();

        var value = Function(loss, temperature: 1e-4)(narrow, labels, prototypes.to(bfloat16));
        value.backward();

        Assert.Equal(float32, value.dtype);
        Assert.True(value.isfinite().item<bool>());
        Assert.True(narrow.grad!.isfinite().all().item<bool>());
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Forward_BFloat16_IsComputedInFloat32AndOffByNoMoreThanItsRounding(ContrastiveLossName loss)
    {
        foreach (var temperature in new[] { 0.01, 0.3, 100 })
        {
            using var scope = NewDisposeScope();
            var (z, labels, prototypes) = Point(loss);
            // Softmax weights would move with the rounding as well.
            var function = Function(loss, PrototypeWeights.Uniform, temperature);
            var (narrow, table) = (z.to(bfloat16).requires_grad_(), prototypes.to(bfloat16));
            var wide = narrow.detach().to(float32).requires_grad_();

            var (value, widened) = (function(narrow, labels, table), function(wide, labels, table.to(float32)));
            value.backward();
            widened.backward();

            Assert.Equal(widened.item<float>(), value.item<float>());
            Assert.True(narrow.grad!.equal(wide.grad!.to(bfloat16)).all().item<bool>());
            // Eight bits turn a unit vector by u = 2^-9 at most, a cosine by 2u + u²; two logits count in a loss.
            var u = Math.Pow(2, -9);
            Assert.Equal(function(z, labels, prototypes).item<double>(), value.item<float>(), 2 * (2 * u + u * u) / temperature);
        }
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Forward_TemperatureOfAHundredthInFloat32_AgreesWithFloat64(ContrastiveLossName loss)
    {
        using var scope = NewDisposeScope();
        var (z, labels, prototypes) = Point(loss);
        var function = Function(loss, temperature: 0.01);
        var (single, twofold) = (z.to(float32).requires_grad_(), z.clone().requires_grad_());

        var (inSingle, inDouble) = (function(single, labels, prototypes.to(float32)), function(twofold, labels, prototypes));
        inSingle.backward();
        inDouble.backward();

        // A cosine of 24 bits is a logit of a hundred times its rounding.
        Assert.Equal(inDouble.item<double>(), inSingle.item<float>(), 1e-4);
        Assert.True((single.grad! - twofold.grad!).abs().max().item<double>() < 1e-4 * twofold.grad!.abs().max().item<double>());
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Forward_VectorsAndTemperatureShrunkTogether_IsTheSame(ContrastiveLossName loss)
    {
        using var scope = NewDisposeScope();
        var (z, labels, prototypes) = Point(loss);
        foreach (var temperature in new[] { 0.01, 1e-4, 30 })
        {
            var length = Math.Sqrt(temperature / 0.3);
            Same(Function(loss)(z, labels, prototypes), Function(loss, temperature: temperature)(z * length, labels, prototypes * length));
        }
    }

    [Theory]
    [InlineData(ContrastiveLossName.Uc, 9)]
    [InlineData(ContrastiveLossName.Sc, 9)]
    [InlineData(ContrastiveLossName.Psc, Classes - 1)]
    [InlineData(ContrastiveLossName.Mpsc, (Classes - 1) * PerClass)]
    [InlineData(ContrastiveLossName.BalScl, Classes)]
    public void Forward_HugeTemperature_IsTheLogarithmOfTheRivals(ContrastiveLossName loss, int rivals)
    {
        using var scope = NewDisposeScope();
        var (z, labels, prototypes) = Point(loss);
        Assert.Equal(Math.Log(rivals), Function(loss, temperature: 1e9)(z, labels, prototypes).item<double>(), 1e-8);
        Assert.Equal(
            Math.Log(rivals),
            Function(loss, temperature: 1e9)(z.to(bfloat16), labels, prototypes.to(bfloat16)).item<float>(), 1e-5);
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Forward_OneImage_IsFinite(ContrastiveLossName loss)
    {
        using var scope = NewDisposeScope();
        var (z, labels, prototypes) = Point(loss);
        var views = z[..2].clone().requires_grad_();

        var value = Function(loss)(views, labels[tensor(new long[] { 0, 0 })], prototypes);
        value.backward();

        Assert.True(value.isfinite().item<bool>());
        Assert.True(views.grad!.isfinite().all().item<bool>());
        // The other view is the only candidate.
        if (loss is ContrastiveLossName.Uc or ContrastiveLossName.Sc) Assert.Equal(0, value.item<double>(), 1e-12);
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Forward_OneClass_IsFinite(ContrastiveLossName loss)
    {
        using var scope = NewDisposeScope();
        var (z, labels, prototypes) = Point(loss);
        var free = z.clone().requires_grad_();

        var value = Function(loss)(free, zeros_like(labels), prototypes);
        value.backward();

        Assert.True(value.isfinite().item<bool>());
        Assert.True(free.grad!.isfinite().all().item<bool>());
        Assert.True(free.grad!.abs().max().item<double>() > 1e-3);
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Forward_LeavesOneTensorBehind(ContrastiveLossName loss)
    {
        using var outer = NewDisposeScope();
        var (z, labels, prototypes) = Point(loss);
        var (function, before) = (Function(loss), outer.DisposablesCount);
        function(z, labels, prototypes);
        Assert.Equal(before + 1, outer.DisposablesCount);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Mpsc_OnePrototypeOfEachClass_IsPsc(bool positiveInDenominator)
    {
        using var scope = NewDisposeScope();
        var (z, labels, prototypes) = Point(ContrastiveLossName.Psc);
        var psc = new PrototypicalLoss(0.3, positiveInDenominator).Forward(z, labels, prototypes);
        foreach (var weights in Enum.GetValues<PrototypeWeights>())
            Same(psc, new MultiPrototypeLoss(0.3, 1, weights, positiveInDenominator).Forward(z, labels, prototypes.unsqueeze(1)));
    }

    [Fact]
    public void Mpsc_PrototypesOfAClassAllAlike_IsPscUpToTheirNumber()
    {
        using var scope = NewDisposeScope();
        var (z, labels, prototypes) = Point(ContrastiveLossName.Psc);
        var mpsc = new MultiPrototypeLoss(0.3, PerClass).Forward(z, labels, prototypes.unsqueeze(1).expand(-1, PerClass, -1));
        Same(new PrototypicalLoss(0.3).Forward(z, labels, prototypes) + Math.Log(PerClass), mpsc);
    }

    [Fact]
    public void Sc_EveryImageAClassOfItsOwn_IsUc()
    {
        using var scope = NewDisposeScope();
        var (z, labels, _) = Point(ContrastiveLossName.Sc);
        var (one, other) = (z.clone().requires_grad_(), z.clone().requires_grad_());
        var (uc, sc) = (new NTXentLoss(0.3).Forward(one, labels), new SupConLoss(0.3).Forward(other, arange(5, dtype: int64).repeat(2)));
        uc.backward();
        sc.backward();
        Same(uc, sc);
        Assert.True(one.grad!.allclose(other.grad!, rtol: 1e-12, atol: 1e-13));
    }

    [Fact]
    public void Uc_OddNumberOfViews_IsRefused()
    {
        using var scope = NewDisposeScope();
        Assert.Throws<ArgumentException>(() => new NTXentLoss(0.1).Forward(ones(3, 2), zeros(3, dtype: int64)));
    }

    private static (Tensor Z, Tensor Labels, Tensor Prototypes) Point(ContrastiveLossName loss) => (
        Formula.Sphere("property", 10, Dimension),
        tensor(Labels),
        loss is ContrastiveLossName.Mpsc
            ? Formula.Sphere("table", Classes, PerClass, Dimension)
            : Formula.Sphere("table", Classes, Dimension));

    private static Func<Tensor, Tensor, Tensor, Tensor> Function(
        ContrastiveLossName loss, PrototypeWeights weights = PrototypeWeights.Softmax, double temperature = 0.3)
    {
        var recipe = new Recipe
        {
            ContrastiveLoss = loss,
            Temperature = temperature,
            PrototypesPerClass = PerClass,
            PrototypeWeights = weights
        };
        var family = LossFunctions.Contrastive(recipe, [4, 3, 2, 1])!;
        return (z, labels, prototypes) => family.Forward(z, labels, family.PrototypeShape(Classes, Dimension) is null ? null : prototypes);
    }

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
