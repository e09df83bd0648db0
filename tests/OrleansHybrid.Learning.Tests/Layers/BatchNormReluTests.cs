using OrleansHybrid.Learning.Layers;
using OrleansHybrid.Learning.Tests.Testing;
using TorchSharp;
using TorchSharp.Modules;
using static OrleansHybrid.Learning.Tests.Testing.Agreement;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace OrleansHybrid.Learning.Tests.Layers;

public class BatchNormReluTests
{
    private const int Few = 6, MoreThanTheCache = 840;

    [Theory]
    [InlineData(16, ScalarType.Float32, true)]
    [InlineData(16, ScalarType.BFloat16, true)]
    [InlineData(32, ScalarType.Float32, false)]
    [InlineData(64, ScalarType.BFloat16, false)]
    [InlineData(192, ScalarType.Float32, true)]
    [InlineData(16, ScalarType.Float32, true, MoreThanTheCache)]
    [InlineData(16, ScalarType.BFloat16, false, MoreThanTheCache)]
    public void Training_AnyWidth_AgreesWithTorchInFloat64(int channels, ScalarType type, bool hasShortcut, int images = Few)
    {
        Requires.OwnKernels();
        AgreesWithFloat64(
            BatchNormRelu.Forward,
            channels,
            type,
            hasShortcut,
            images,
            type is ScalarType.Float32 ? (2e-6, 1e-5, 2e-6) : (4e-3, 1e-2, 2e-6));
    }

    /// <summary>What computes where ours is off, and for widths that are no multiple of 16. It rounds to bfloat16 after each of its layers,
    /// and its sums over many pixels are right to
    /// 1e-4, by which some rectifiers switch.</summary>
    [Theory]
    [InlineData(16, ScalarType.Float32, true)]
    [InlineData(16, ScalarType.BFloat16, true)]
    [InlineData(64, ScalarType.BFloat16, false)]
    [InlineData(24, ScalarType.Float32, true)]
    [InlineData(16, ScalarType.Float32, false, MoreThanTheCache)]
    public void Training_OfTheLibrary_AgreesWithTorchInFloat64(int channels, ScalarType type, bool hasShortcut, int images = Few) =>
        AgreesWithFloat64(
            BatchNormRelu.Library,
            channels,
            type,
            hasShortcut,
            images,
            type is ScalarType.Float32 ? (2e-4, 2e-2, 2e-4) : (5e-2, 1e-1, 1e-2));

    private static void AgreesWithFloat64(
        Func<BatchNorm2d, Tensor, Tensor?, Tensor> forward, int channels, ScalarType type, bool hasShortcut, int images, (
            double Values, double Gradients, double Statistics) relative)
    {
        using var scope = NewDisposeScope();
        var (x, outer) = (Images(channels, seed: 1, type, images), Images(channels, seed: 3, type, images));
        var shortcut = hasShortcut ? Images(channels, seed: 2, type, images) : null;
        var (ours, reference) = (Layer(channels), Layer(channels).to(float64));

        var y = forward(ours, x, shortcut);
        var (exactX, exactShortcut) = (Exact(x), shortcut is null ? null : Exact(shortcut));
        var normed = reference.forward(exactX);
        var exactY = F.relu(exactShortcut is null ? normed : normed + exactShortcut);
        y.backward([outer]);
        exactY.backward([outer.to(float64)]);

        Close(exactY, y, relative.Values);
        Close(exactX.grad!, x.grad!, relative.Gradients);
        if (shortcut is not null) Close(exactShortcut!.grad!, shortcut.grad!, relative.Values);
        Close(reference.weight!.grad!, ours.weight!.grad!, relative.Gradients);
        Close(reference.bias!.grad!, ours.bias!.grad!, relative.Gradients);
        Close(reference.running_mean!, ours.running_mean!, relative.Statistics);
        Close(reference.running_var!, ours.running_var!, relative.Statistics);
        Assert.Equal(1, ours.num_batches_tracked!.item<long>());
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Training_ValueThatIsNotFinite_ComesOutAsNaN(float value)
    {
        using var scope = NewDisposeScope();
        foreach (var type in new[] { float32, bfloat16 })
        {
            var x = Images(16, seed: 1, type).detach();
            x[0, 3, 1, 1] = value;
            var y = BatchNormRelu.Forward(Layer(16), x);
            Assert.True(y.select(1, 3).isnan().all().item<bool>());
            Assert.False(y.select(1, 4).isnan().any().item<bool>());
        }
    }

    [Fact]
    public void Training_ManyLayers_LeaveNoTensorBehind()
    {
        Requires.OwnKernels();
        using var layer = Layer(16);
        Step(layer);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var step = 0; step < 5; step++) Step(layer);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        static void Step(BatchNorm2d layer)
        {
            using var scope = NewDisposeScope();
            var x = Images(16, seed: 1, float32);
            var y = x;
            for (var i = 0; i < 4; i++) y = BatchNormRelu.Forward(layer, y, x);
            y.sum().backward();
            layer.weight!.grad = layer.bias!.grad = null;
        }
    }

    private static BatchNorm2d Layer(int channels)
    {
        var layer = nn.BatchNorm2d(channels);
        using var _ = no_grad();
        using var generator = new Generator(7);
        layer.weight!.copy_(rand(channels, generator: generator) + 0.5);
        layer.bias!.copy_(randn(channels, generator: generator));
        return layer;
    }

    /// <returns>(images, channels, 20, 16), channels last; each channel with a mean and a deviation of its own.</returns>
    private static Tensor Images(int channels, int seed, ScalarType type, int images = Few)
    {
        using var generator = new Generator((ulong)seed);
        var own = rand(channels, generator: generator) + 0.5;
        var pixels = (randn([images, 20, 16, channels], generator: generator) * own + randn(channels, generator: generator)).to(type);
        return pixels.permute(0, 3, 1, 2).detach().requires_grad_();
    }
}
