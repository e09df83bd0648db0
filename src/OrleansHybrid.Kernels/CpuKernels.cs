using OrleansHybrid.Kernels.Lanes;
using OrleansHybrid.Kernels.Normalisation;
using OrleansHybrid.Kernels.Winograd;

namespace OrleansHybrid.Kernels;

/// <summary>
/// The layers of a residual network that are computed here faster than by Torch, at one width of vectors. Every width gives the same
/// bits, whatever the number of threads.
/// </summary>
public abstract class CpuKernels
{
    private protected CpuKernels(VectorWidth width) => Width = width;

    /// <summary>Of the vectors.</summary>
    public VectorWidth Width { get; }

    /// <exception cref="ArgumentOutOfRangeException">This processor has no such vectors.</exception>
    public static CpuKernels Of(VectorWidth width) => !VectorWidths.Here.Contains(width)
        ? throw new ArgumentOutOfRangeException(nameof(width), width, "This processor has no such vectors.")
        : width switch
        {
            VectorWidth.Bits512 => new CpuKernels<Lanes512>(width),
            VectorWidth.Bits256 => new CpuKernels<Lanes256>(width),
            VectorWidth.Bits128 => new CpuKernels<Lanes128>(width),
            _ => new CpuKernels<Lanes32>(width),
        };

    /// <summary>y = x * w, by <see cref="WinogradConvolution{V}"/>.</summary>
    /// <param name="shape">One that <see cref="ConvolutionShape.Fits"/>.</param>
    /// <param name="x">(N, H, W, C), read.</param>
    /// <param name="weight">(K, C, 3, 3), read.</param>
    /// <param name="y">(N, H, W, K), written.</param>
    /// <param name="threads">How many may work.</param>
    /// <exception cref="ArgumentException">A span has another length, or the shape does not fit.</exception>
    public abstract void Convolve(
        ConvolutionShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> weight, Span<float> y, int threads);

    /// <summary>dx and dw, given dy.</summary>
    /// <param name="dy">(N, H, W, K), read.</param>
    /// <param name="dx">(N, H, W, C), written.</param>
    /// <param name="dw">(K, C, 3, 3), written.</param>
    /// <inheritdoc cref="Convolve"/>
    public abstract void ConvolveBack(
        ConvolutionShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> weight, ReadOnlySpan<float> dy, Span<float> dx, Span<float> dw,
        int threads);

    /// <summary>
    /// Sums over each channel of (x - s) and of its square, the latter without much cancellation where s is near the mean.
    /// </summary>
    /// <param name="grid">Of all tensors.</param>
    /// <param name="x">The tensor's bytes, read.</param>
    /// <param name="shift">(C) s.</param>
    /// <param name="threads">How many may work.</param>
    /// <returns>Two of (C).</returns>
    /// <exception cref="ArgumentException">A tensor has another length.</exception>
    public abstract (double[] Sums, double[] Squares) Moments(
        ChannelGrid grid, ReadOnlySpan<byte> x, ReadOnlySpan<float> shift, int threads);

    /// <summary>y = max(0, (x - mean) · scale + offset + shortcut).</summary>
    /// <param name="shortcut">Read; empty for none.</param>
    /// <param name="y">Written.</param>
    /// <param name="norm">By channel.</param>
    /// <inheritdoc cref="Moments"/>
    public abstract void Normalise(
        ChannelGrid grid, ReadOnlySpan<byte> x, ReadOnlySpan<byte> shortcut, Span<byte> y, Affine norm, int threads);

    /// <summary>The sum over each channel of the gradient g before ReLU, and that of g · (x - mean).</summary>
    /// <param name="y">
    /// Read: the output, zero where nothing comes through. Empty where there was no shortcut: then it is computed anew.
    /// </param>
    /// <param name="outer">Read: the gradient of the output.</param>
    /// <param name="inner">Written: g; empty where nobody wants it.</param>
    /// <param name="norm">By channel.</param>
    /// <inheritdoc cref="Moments"/>
    public abstract (double[] Sums, double[] Products) GradientMoments(
        ChannelGrid grid, ReadOnlySpan<byte> x, ReadOnlySpan<byte> y, ReadOnlySpan<byte> outer, Span<byte> inner, Affine norm, int threads);

    /// <summary>dx = a · g + b · (x - mean) + c.</summary>
    /// <param name="gradient">Read: g where <paramref name="isInner"/>, else the gradient of an output without a shortcut.</param>
    /// <param name="isInner">True for a gradient before ReLU.</param>
    /// <param name="dx">Written.</param>
    /// <param name="norm">By channel.</param>
    /// <param name="factors">By channel.</param>
    /// <inheritdoc cref="Moments"/>
    public abstract void NormaliseBack(
        ChannelGrid grid, ReadOnlySpan<byte> x, ReadOnlySpan<byte> gradient, bool isInner, Span<byte> dx, Affine norm,
        GradientFactors factors, int threads);
}
