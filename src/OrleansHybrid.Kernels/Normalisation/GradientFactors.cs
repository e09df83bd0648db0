namespace OrleansHybrid.Kernels.Normalisation;

/// <summary>dx = a · g + b · (x - mean) + c, by channel.</summary>
/// <param name="A">(C).</param>
/// <param name="B">(C).</param>
/// <param name="C">(C).</param>
public sealed record GradientFactors(float[] A, float[] B, float[] C)
{
    internal GradientFactors Spread(ChannelGrid grid) => new(grid.Spread(A), grid.Spread(B), grid.Spread(C));
}
