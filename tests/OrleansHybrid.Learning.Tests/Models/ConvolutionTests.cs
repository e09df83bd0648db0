using OrleansHybrid.Learning.Models;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace OrleansHybrid.Learning.Tests.Models;

public sealed class ConvolutionTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(3, 1)]
    [InlineData(3, 2)]
    [InlineData(7, 2)]
    public void Forward_InFloat64_IsTheLibrarysConvolutionWithItsGradients(long kernel, long stride)
    {
        using var scope = NewDisposeScope();
        var convolution = new Convolution(5, 6, kernel, stride);
        nn.init.normal_(convolution.get_parameter("weight")!);
        convolution.to(float64);
        var (x, weight) = (randn(3, 5, 9, 9, dtype: float64).requires_grad_(), convolution.get_parameter("weight")!);
        var (same, twin) = (x.detach().clone().requires_grad_(), weight.detach().clone().requires_grad_());

        var y = convolution.forward(x);
        var expected = F.conv2d(same, twin, null, [stride, stride], [kernel / 2, kernel / 2]);
        (y * y).sum().backward();
        (expected * expected).sum().backward();

        Assert.True(y.allclose(expected, 1e-12, 1e-12));
        Assert.True(x.grad!.allclose(same.grad!, 1e-12, 1e-12));
        Assert.True(weight.grad!.allclose(twin.grad!, 1e-12, 1e-12));
    }

    [Fact]
    public void Forward_Bfloat16_ComputesInItAndKeepsItsWeightInFloat32()
    {
        using var scope = NewDisposeScope();
        var convolution = new Convolution(4, 4, 3);
        nn.init.normal_(convolution.get_parameter("weight")!);
        var x = randn(2, 8, 8, 4).permute(0, 3, 1, 2);

        var y = convolution.forward(x.to(bfloat16));
        y.to(float32).sum().backward();

        Assert.Equal(bfloat16, y.dtype);
        Assert.Equal(float32, convolution.get_parameter("weight")!.grad!.dtype);
        Assert.True(y.to(float32).allclose(convolution.forward(x), rtol: 2e-2, atol: 0.15));
    }

    /// <summary>The shapes of ResNet-50 at which oneDNN's planning of 1x1 convolutions divides by zero on some processors.</summary>
    [Theory]
    [InlineData(512, 1024, 4, 2)]
    [InlineData(1024, 2048, 2, 2)]
    [InlineData(1024, 2048, 2, 1)]
    public void Forward_WidePointwise_LeavesTheProcessAlive(long inputs, long outputs, long side, long stride)
    {
        using var scope = NewDisposeScope();
        var convolution = new Convolution(inputs, outputs, 1, stride);
        foreach (var type in new[] { float32, bfloat16 })
            Assert.Equal([2, outputs, side / stride, side / stride], convolution.forward(zeros(2, inputs, side, side, dtype: type)).shape);
    }
}
