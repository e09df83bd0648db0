using OrleansHybrid.Learning.Layers;
using OrleansHybrid.Learning.Tests.Testing;
using TorchSharp;
using static OrleansHybrid.Learning.Tests.Testing.Agreement;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace OrleansHybrid.Learning.Tests.Layers;

public class Convolution3x3Tests
{
    /// <summary>Blocks that are full and that are not, odd sides, more rows than tiles, pixels that are all border, more than the cache
    /// holds.</summary>
    [Theory]
    [InlineData(6, 20, 16, 16, 16)]
    [InlineData(3, 7, 5, 16, 32)]
    [InlineData(5, 9, 8, 48, 16)]
    [InlineData(40, 8, 8, 64, 64)]
    [InlineData(1, 1, 1, 32, 64)]
    [InlineData(2, 1, 6, 32, 32)]
    [InlineData(65, 64, 64, 16, 16)]
    public void Forward_Float32_AgreesWithTorchInFloat64(int images, int height, int width, int inputs, int outputs)
    {
        Requires.OwnKernels();
        AgreesWithFloat64(Convolution3x3.Forward, images, height, width, inputs, outputs, (1e-6, 3e-6));
    }

    /// <summary>What computes where ours is off, and for channels that do not fill vectors or are too many. Some processors' libraries use
    /// Winograd's tiles too.</summary>
    [Theory]
    [InlineData(6, 20, 16, 16, 16)]
    [InlineData(40, 8, 8, 64, 64)]
    [InlineData(2, 4, 4, 256, 128)]
    [InlineData(2, 6, 6, 24, 16)]
    public void Forward_OfTheLibrary_AgreesWithTorchInFloat64(int images, int height, int width, int inputs, int outputs) =>
        AgreesWithFloat64(Convolution3x3.Library, images, height, width, inputs, outputs, (1e-5, 1e-5));

    private static void AgreesWithFloat64(
        Func<Tensor, Tensor, long, Tensor> forward, int images, int height, int width, int inputs, int outputs, (
            double Values, double Gradients) relative)
    {
        using var scope = NewDisposeScope();
        var (x, weight) = (Images(images, height, width, inputs, seed: 1), Weight(inputs, outputs));
        var outer = Images(images, height, width, outputs, seed: 3);
        var (exactX, exactWeight) = (Exact(x), Exact(weight));

        var y = forward(x, weight, 1);
        var exactY = F.conv2d(exactX, exactWeight, padding: [1, 1]);
        y.backward([outer]);
        exactY.backward([outer.to(float64)]);

        Close(exactY, y, relative.Values);
        Close(exactX.grad!, x.grad!, relative.Gradients);
        Close(exactWeight.grad!, weight.grad!, relative.Gradients);
    }

    [Fact]
    public void Forward_GradientThatIsNotChannelsLast_IsUnderstood()
    {
        using var scope = NewDisposeScope();
        var (x, weight) = (Images(2, 6, 8, 16, seed: 1), Weight(16, 32));
        var (exactX, outer) = (Exact(x), Images(2, 6, 8, 32, seed: 3).contiguous());

        Convolution3x3.Forward(x, weight, 1).backward([outer]);
        F.conv2d(exactX, weight.detach().to(float64), padding: [1, 1]).backward([outer.to(float64)]);

        Close(exactX.grad!, x.grad!, OwnKernels.Version is null ? 1e-5 : 3e-6);
    }

    [Fact]
    public void Forward_WithoutGradients_IsTheSameToTheBit()
    {
        using var scope = NewDisposeScope();
        var (x, weight) = (Images(3, 8, 8, 32, seed: 1), Weight(32, 32));
        var trained = Convolution3x3.Forward(x, weight, 1);
        using var _ = no_grad();
        Assert.True(trained.equal(Convolution3x3.Forward(x, weight, 1)).all().item<bool>());
    }

    [Fact]
    public void Forward_NaN_ComesOutAroundIt()
    {
        using var scope = NewDisposeScope();
        var (x, weight) = (Images(2, 8, 8, 16, seed: 1).detach(), Weight(16, 16));
        x[0, 3, 4, 4] = float.NaN;
        var y = Convolution3x3.Forward(x, weight, 1);
        Assert.True(y[0].slice(1, 3, 6, 1).slice(2, 3, 6, 1).isnan().all().item<bool>());
        Assert.False(y[1].isnan().any().item<bool>());
    }

    [Fact]
    public void Forward_ManyLayers_LeaveNoTensorBehind()
    {
        Requires.OwnKernels();
        using var weight = Weight(16, 16).DetachFromDisposeScope();
        Step(weight);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var step = 0; step < 5; step++) Step(weight);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        static void Step(Tensor weight)
        {
            using var scope = NewDisposeScope();
            var y = Images(2, 8, 8, 16, seed: 1);
            for (var i = 0; i < 4; i++) y = Convolution3x3.Forward(y, weight, 1);
            y.sum().backward();
            weight.grad = null;
        }
    }

    /// <returns>(images, channels, height, width), channels last.</returns>
    private static Tensor Images(int images, int height, int width, int channels, int seed)
    {
        using var generator = new Generator((ulong)seed);
        return randn([images, height, width, channels], generator: generator).permute(0, 3, 1, 2).detach().requires_grad_();
    }

    private static Tensor Weight(int inputs, int outputs)
    {
        using var generator = new Generator(7);
        return randn([outputs, inputs, 3, 3], generator: generator).requires_grad_();
    }
}
