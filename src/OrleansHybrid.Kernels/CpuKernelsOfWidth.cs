using OrleansHybrid.Kernels.Lanes;
using OrleansHybrid.Kernels.Memory;
using OrleansHybrid.Kernels.Normalisation;
using OrleansHybrid.Kernels.Winograd;

namespace OrleansHybrid.Kernels;

/// <inheritdoc/>
internal sealed unsafe class CpuKernels<V>(VectorWidth width) : CpuKernels(width)
    where V : unmanaged, ILanes<V>
{
    public override void Convolve(
        ConvolutionShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> weight, Span<float> y, int threads)
    {
        Require(shape, x, weight);
        Lengths.Require<float>(y, shape.OutputNumbers);
        fixed (float* input = x, output = y)
            WinogradConvolution<V>.Forward(shape.Tiled(2), new(input, x.Length), weight, new(output, y.Length), threads);
    }

    public override void ConvolveBack(
        ConvolutionShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> weight, ReadOnlySpan<float> dy, Span<float> dx, Span<float> dw,
        int threads)
    {
        Require(shape, x, weight);
        Lengths.Require(dy, shape.OutputNumbers);
        Lengths.Require<float>(dx, shape.InputNumbers);
        Lengths.Require<float>(dw, shape.WeightNumbers);
        fixed (float* input = x, outer = dy, inner = dx)
            WinogradConvolution<V>.Gradients(
                shape.Tiled(4), new(input, x.Length), weight, new(outer, dy.Length), new(inner, dx.Length), dw, threads);
    }

    public override (double[] Sums, double[] Squares) Moments(
        ChannelGrid grid, ReadOnlySpan<byte> x, ReadOnlySpan<float> shift, int threads)
    {
        Lengths.Require(x, grid.Bytes);
        Lengths.Require(shift, grid.Channels);
        var shifts = grid.Spread(shift);
        fixed (byte* from = x)
            return grid.Type is NumberType.Binary32
                ? BatchNormPasses<V, Float32>.Moments(grid, Of<Float32>(from, x), shifts, threads)
                : BatchNormPasses<V, Bfloat16>.Moments(grid, Of<Bfloat16>(from, x), shifts, threads);
    }

    public override void Normalise(
        ChannelGrid grid, ReadOnlySpan<byte> x, ReadOnlySpan<byte> shortcut, Span<byte> y, Affine norm, int threads)
    {
        Lengths.Require(x, grid.Bytes);
        if (!shortcut.IsEmpty) Lengths.Require(shortcut, grid.Bytes);
        Lengths.Require<byte>(y, grid.Bytes);
        var columns = norm.Spread(grid);
        fixed (byte* from = x, beside = shortcut, to = y)
            if (grid.Type is NumberType.Binary32)
                BatchNormPasses<V, Float32>.Apply(
                    grid, Of<Float32>(from, x), Of<Float32>(beside, shortcut), Of<Float32>(to, y), columns, threads);
            else
                BatchNormPasses<V, Bfloat16>.Apply(
                    grid, Of<Bfloat16>(from, x), Of<Bfloat16>(beside, shortcut), Of<Bfloat16>(to, y), columns, threads);
    }

    public override (double[] Sums, double[] Products) GradientMoments(
        ChannelGrid grid, ReadOnlySpan<byte> x, ReadOnlySpan<byte> y, ReadOnlySpan<byte> outer, Span<byte> inner, Affine norm, int threads)
    {
        Lengths.Require(x, grid.Bytes);
        if (!y.IsEmpty) Lengths.Require(y, grid.Bytes);
        Lengths.Require(outer, grid.Bytes);
        if (!inner.IsEmpty) Lengths.Require<byte>(inner, grid.Bytes);
        var columns = norm.Spread(grid);
        fixed (byte* from = x, result = y, gradient = outer, to = inner)
            return grid.Type is NumberType.Binary32
                ? BatchNormPasses<V, Float32>.GradientMoments(
                    grid, Of<Float32>(from, x), Of<Float32>(result, y), Of<Float32>(gradient, outer), Of<Float32>(to, inner), columns,
                    threads)
                : BatchNormPasses<V, Bfloat16>.GradientMoments(
                    grid, Of<Bfloat16>(from, x), Of<Bfloat16>(result, y), Of<Bfloat16>(gradient, outer), Of<Bfloat16>(to, inner), columns,
                    threads);
    }

    public override void NormaliseBack(
        ChannelGrid grid, ReadOnlySpan<byte> x, ReadOnlySpan<byte> gradient, bool isInner, Span<byte> dx, Affine norm,
        GradientFactors factors, int threads)
    {
        Lengths.Require(x, grid.Bytes);
        Lengths.Require(gradient, grid.Bytes);
        Lengths.Require<byte>(dx, grid.Bytes);
        var (columns, spread) = (norm.Spread(grid), factors.Spread(grid));
        fixed (byte* from = x, g = gradient, to = dx)
            if (grid.Type is NumberType.Binary32)
                BatchNormPasses<V, Float32>.Gradient(
                    grid, Of<Float32>(from, x), Of<Float32>(g, gradient), isInner, Of<Float32>(to, dx), columns, spread, threads);
            else
                BatchNormPasses<V, Bfloat16>.Gradient(
                    grid, Of<Bfloat16>(from, x), Of<Bfloat16>(g, gradient), isInner, Of<Bfloat16>(to, dx), columns, spread, threads);
    }

    private static void Require(ConvolutionShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> weight)
    {
        if (!shape.Fits) throw new ArgumentException($"{shape} is none that the kernels compute", nameof(shape));
        Lengths.Require(x, shape.InputNumbers);
        Lengths.Require(weight, shape.WeightNumbers);
    }

    private static Numbers<T> Of<T>(byte* start, ReadOnlySpan<byte> bytes)
        where T : unmanaged => new((T*)start, bytes.Length / sizeof(T));
}
