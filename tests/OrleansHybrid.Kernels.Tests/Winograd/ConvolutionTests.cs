using System.Runtime.InteropServices;
using System.Security.Cryptography;
using OrleansHybrid.Kernels.Lanes;
using OrleansHybrid.Kernels.Tests.References;
using OrleansHybrid.Kernels.Winograd;

namespace OrleansHybrid.Kernels.Tests.Winograd;

public class ConvolutionTests
{
    /// <summary>Blocks that are full and that are not, odd sides, more rows than tiles, pixels that are all border, one panel, three
    /// panels.</summary>
    private static readonly ConvolutionShape[] Shapes =
    [
        new(2, 20, 16, 16, 16), new(1, 7, 5, 16, 32), new(2, 9, 8, 48, 16), new(2, 8, 8, 32, 48), new(1, 1, 1, 32, 64),
        new(2, 1, 6, 32, 32), new(1, 5, 1, 16, 16), new(2, 3, 3, 16, 16),
    ];

    [Theory]
    [ClassData(typeof(EachWidth))]
    public void Convolve_AnyShape_AgreesWithItsDefinitionInFloat64(VectorWidth width)
    {
        foreach (var shape in Shapes)
        {
            var (x, weight, dy) = Numbers(shape);
            var (y, dx, dw) = Convolved(width, shape, threads: 1);
            Assert.InRange(Norms.RelativeError(DirectConvolution.Forward(shape, x, weight), y), 0, 1e-6);
            var (exactX, exactWeight) = DirectConvolution.Backward(shape, x, weight, dy);
            Assert.InRange(Norms.RelativeError(exactX, dx), 0, 3e-6);
            Assert.InRange(Norms.RelativeError(exactWeight, dw), 0, 3e-6);
        }
    }

    /// <summary>The golden bits: those of the scalar reference, of every width, with any number of threads.</summary>
    [Theory]
    [ClassData(typeof(EachWidth))]
    public void Convolve_AnyWidth_GivesTheSameBits(VectorWidth width)
    {
        // The last has more than one chunk, and is more than a cache holds.
        foreach (var shape in (ConvolutionShape[])[.. Shapes, new(50, 16, 16, 16, 16)])
        {
            var (y, dx, dw) = Convolved(width, shape, threads: 3);
            var (y1, dx1, dw1) = Convolved(VectorWidth.Scalar, shape, threads: 1);
            Assert.Equal(y1, y);
            Assert.Equal(dx1, dx);
            Assert.Equal(dw1, dw);
        }

        var hash = Shapes.Select(shape => Convolved(width, shape, threads: 1))
            .SelectMany(result => (float[][])[result.Y, result.InputGradient, result.WeightGradient])
            .SelectMany(numbers => MemoryMarshal.AsBytes<float>(numbers).ToArray());
        Assert.Equal(
            "681f1b7707aff7b674e693b0aec6aff375e1049b378faaa334d15112612f9a75", Convert.ToHexStringLower(SHA256.HashData([.. hash])));
    }

    [Fact]
    public void Convolve_SpanOfAnotherLength_IsRefused()
    {
        var shape = Shapes[0];
        var (x, weight, _) = Numbers(shape);
        var refused = Assert.Throws<ArgumentException>(
            () => CpuKernels.Of(VectorWidth.Scalar).Convolve(shape, x, weight, new float[shape.OutputNumbers - 1], threads: 1));
        Assert.StartsWith($"y has {shape.OutputNumbers - 1} numbers and needs {shape.OutputNumbers}", refused.Message);
    }

    [Theory]
    [InlineData(24, 16)]
    [InlineData(16, 8)]
    [InlineData(256, 128)]
    public void Fits_ChannelsThatFillNoPanelsOrAreTooMany_IsFalse(int inputs, int outputs)
    {
        var shape = new ConvolutionShape(1, 4, 4, inputs, outputs);
        Assert.False(shape.Fits);
        Assert.Throws<ArgumentException>(() => CpuKernels.Of(VectorWidth.Scalar).Convolve(
            shape, new float[shape.InputNumbers], new float[shape.WeightNumbers], new float[shape.OutputNumbers], threads: 1));
    }

    private static (float[] X, float[] Weight, float[] Dy) Numbers(ConvolutionShape shape) =>
        (Drawn.Floats(shape.InputNumbers, 1), Drawn.Floats(shape.WeightNumbers, 2), Drawn.Floats(shape.OutputNumbers, 3));

    private static (float[] Y, float[] InputGradient, float[] WeightGradient) Convolved(
        VectorWidth width, ConvolutionShape shape, int threads)
    {
        var (x, weight, dy) = Numbers(shape);
        var (y, dx, dw) = (new float[shape.OutputNumbers], new float[shape.InputNumbers], new float[shape.WeightNumbers]);
        CpuKernels.Of(width).Convolve(shape, x, weight, y, threads);
        CpuKernels.Of(width).ConvolveBack(shape, x, weight, dy, dx, dw, threads);
        return (y, dx, dw);
    }
}
