namespace OrleansHybrid.Learning.Kernels;

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
internal readonly record struct WinogradShape(int Images, int Height, int Width, int Inputs, int Outputs, int Side = 2)
{
    /// <summary>Numbers of a tile's patch, which has a pixel more on each side.</summary>
    public int Positions => (Side + 2) * (Side + 2);

    // Of one position, in a block's patches: those of all positions stay in the cache next to the core, mostly in its first level.
    private const int BlockNumbers = 1024;

    // Sums over tiles are made by chunk: as the chunks depend on the shape alone, so do the bits of a weight's gradient. A chunk
    // has enough blocks that clearing and adding up its sums is little beside them.
    private const int MostChunks = 16, ChunkBlocks = 24;

    public int TileRows => (Height + Side - 1) / Side;

    public int TileColumns => (Width + Side - 1) / Side;

    public int Tiles => Images * TileRows * TileColumns;

    /// <summary>Tiles of a block; a multiple of sixteen.</summary>
    public int Block => Math.Clamp(BlockNumbers / Math.Max(Inputs, Outputs) / 16 * 16, 16, 128);

    public int Blocks => (Tiles + Block - 1) / Block;

    public int Chunks => Math.Clamp(Blocks / ChunkBlocks, 1, MostChunks);

    /// <summary>Room for a block's patches.</summary>
    /// <param name="channels">C or K.</param>
    public int PatchNumbers(int channels) => Block * channels / PanelProduct.Width * PanelProduct.Interleaved;

    /// <returns>The first block of a chunk.</returns>
    public int FirstBlock(int chunk) => (int)((long)Blocks * chunk / Chunks);
}
