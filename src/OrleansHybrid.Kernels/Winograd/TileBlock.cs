using OrleansHybrid.Kernels.Lanes;

namespace OrleansHybrid.Kernels.Winograd;

/// <summary>Tiles of a convolution that are worked on together.</summary>
/// <param name="First">The first tile.</param>
/// <param name="Count">Of tiles.</param>
internal readonly record struct TileBlock(WinogradShape Shape, int First, int Count)
{
    /// <summary>Tiles that their matrices have rows for: a multiple of sixteen.</summary>
    public int Rows => (Count + Panel.Width - 1) / Panel.Width * Panel.Width;

    /// <param name="number">In the block.</param>
    public TilePlace Place(int number) => new(Shape, First + number);

    /// <summary>Where a tile's patch of some channels begins.</summary>
    public nint Patch(int number, int channel) => MatrixProducts.Between(Rows, number, channel);

    /// <summary>The patches times a matrix (<paramref name="depth"/>, <paramref name="columns"/>) for each position.</summary>
    public MatrixProducts Products(int depth, int columns) => new(Shape.Positions, Rows, depth, columns);

    /// <summary>The products of transposed patches with patches, summed over the tiles.</summary>
    public MatrixProducts Sums => new(Shape.Positions, Shape.Inputs, Rows, Shape.Outputs);
}

/// <summary>Where a tile lies.</summary>
internal readonly struct TilePlace(WinogradShape shape, int tile)
{
    /// <summary>Of tiles.</summary>
    public int Column { get; } = tile % shape.TileColumns;

    /// <summary>Of tiles.</summary>
    public int Row { get; } = tile / shape.TileColumns % shape.TileRows;

    public int Image { get; } = tile / shape.TileColumns / shape.TileRows;

    /// <summary>Where its upper left pixel lies in images (N, H, W, channels).</summary>
    public nint Pixel(int channels) =>
        (((nint)Image * shape.Height + shape.Side * Row) * shape.Width + shape.Side * Column) * channels;
}
