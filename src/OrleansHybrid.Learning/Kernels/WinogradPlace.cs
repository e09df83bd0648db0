namespace OrleansHybrid.Learning.Kernels;

/// <summary>Where a tile of a <see cref="WinogradShape"/> lies.</summary>
internal readonly unsafe struct WinogradPlace(WinogradShape shape, int tile)
{
    /// <summary>Of tiles.</summary>
    public int Column { get; } = tile % shape.TileColumns;

    /// <summary>Of tiles.</summary>
    public int Row { get; } = tile / shape.TileColumns % shape.TileRows;

    public int Image { get; } = tile / shape.TileColumns / shape.TileRows;

    /// <returns>Its upper left pixel.</returns>
    public float* Pixel(float* image, int channels) =>
        image + (((long)Image * shape.Height + shape.Side * Row) * shape.Width + shape.Side * Column) * channels;
}
