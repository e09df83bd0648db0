namespace OrleansHybrid.Kernels.Normalisation;

/// <summary>(x - mean) · scale + offset, by channel.</summary>
/// <param name="Mean">(C).</param>
/// <param name="Scale">(C).</param>
/// <param name="Offset">(C).</param>
public sealed record Affine(float[] Mean, float[] Scale, float[] Offset)
{
    internal Affine Spread(ChannelGrid grid) => new(grid.Spread(Mean), grid.Spread(Scale), grid.Spread(Offset));
}
