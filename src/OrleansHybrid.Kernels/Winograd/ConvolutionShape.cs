using OrleansHybrid.Kernels.Lanes;

namespace OrleansHybrid.Kernels.Winograd;

/// <summary>A 3x3 convolution of channels-last float32 images that keeps their size: stride one, a pixel of zeros around them.</summary>
/// <param name="Images">N.</param>
/// <param name="Height">H.</param>
/// <param name="Width">W.</param>
/// <param name="Inputs">C.</param>
/// <param name="Outputs">K.</param>
public readonly record struct ConvolutionShape(int Images, int Height, int Width, int Inputs, int Outputs)
{
    // Beyond, a position's weights do not stay in the cache next to the core.
    private const int MostWeights = 128 * 128;

    /// <summary>
    /// True if the kernels compute it: its channels fill panels of sixteen, and neither they nor the images are too many.
    /// </summary>
    public bool Fits =>
        Inputs % Panel.Width == 0 && Outputs % Panel.Width == 0 && Inputs * Outputs is > 0 and <= MostWeights
        && InputNumbers > 0 && Math.Max(InputNumbers, OutputNumbers) <= int.MaxValue / sizeof(float);

    /// <summary>Of (N, H, W, C).</summary>
    public long InputNumbers => (long)Images * Height * Width * Inputs;

    /// <summary>Of (N, H, W, K).</summary>
    public long OutputNumbers => (long)Images * Height * Width * Outputs;

    /// <summary>Of (K, C, 3, 3).</summary>
    public long WeightNumbers => 9L * Inputs * Outputs;

    internal WinogradShape Tiled(int side) => new(Images, Height, Width, Inputs, Outputs, side);
}
