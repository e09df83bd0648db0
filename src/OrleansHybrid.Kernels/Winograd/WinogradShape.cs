using OrleansHybrid.Kernels.Lanes;

namespace OrleansHybrid.Kernels.Winograd;

/// <summary>
/// A 3x3 convolution that keeps the size of its images, cut into square tiles of output pixels, row by row and image by image.
/// Tiles are worked on in blocks of some dozens, so that what a block needs stays in the cache next to the core.
/// </summary>
/// <param name="Images">N.</param>
/// <param name="Height">H.</param>
/// <param name="Width">W.</param>
/// <param name="Inputs">C, a multiple of sixteen.</param>
/// <param name="Outputs">K, a multiple of sixteen.</param>
/// <param name="Side">Pixels of a tile's side: 2 or 4.</param>
internal readonly record struct WinogradShape(int Images, int Height, int Width, int Inputs, int Outputs, int Side)
{
    // Of one position, in a block's patches: those of all positions stay in the cache next to the core, mostly in its first level.
    private const int BlockNumbers = 1024;

    // Sums over tiles are made by chunk: as the chunks depend on the shape alone, so do the bits of a weight's gradient. A chunk
    // has enough blocks that clearing and adding up its sums is little beside them.
    private const int MostChunks = 16, ChunkBlocks = 24;

    /// <summary>Numbers of a tile's patch, which has a pixel more on each side.</summary>
    public int Positions => (Side + 2) * (Side + 2);

    public int TileRows => (Height + Side - 1) / Side;

    public int TileColumns => (Width + Side - 1) / Side;

    public int Tiles => Images * TileRows * TileColumns;

    /// <summary>Tiles of a block; a multiple of sixteen.</summary>
    public int Block => Math.Clamp(BlockNumbers / Math.Max(Inputs, Outputs) / Panel.Width * Panel.Width, Panel.Width, 128);

    public int Blocks => (Tiles + Block - 1) / Block;

    public int Chunks => Math.Clamp(Blocks / ChunkBlocks, 1, MostChunks);

    /// <summary>Numbers of a matrix (C, K) for each position.</summary>
    public int WeightNumbers => Positions * Inputs * Outputs;

    /// <summary>Numbers of a block's patches.</summary>
    /// <param name="channels">C or K.</param>
    public int PatchNumbers(int channels) => Block * channels / Panel.Width * MatrixProducts.Interleaved;

    /// <summary>Numbers of all images.</summary>
    /// <param name="channels">C or K.</param>
    public long ImageNumbers(int channels) => (long)Images * Height * Width * channels;

    /// <summary>The blocks of a chunk.</summary>
    public IEnumerable<TileBlock> BlocksOf(int chunk)
    {
        for (var block = FirstBlock(chunk); block < FirstBlock(chunk + 1); block++)
            yield return new(this, block * Block, Math.Min(Block, Tiles - block * Block));
    }

    private int FirstBlock(int chunk) => (int)((long)Blocks * chunk / Chunks);
}
