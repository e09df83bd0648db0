namespace OrleansHybrid.Learning.Kernels;

/// <summary>
/// A channels-last tensor as rows of numbers: column j belongs to channel j mod <paramref name="Channels"/>. Narrow pixels
/// share a row, so that four vectors of sixteen always fit across.
/// </summary>
/// <param name="Rows">How many.</param>
/// <param name="Columns">Of each row: a multiple of <see cref="Block"/>.</param>
/// <param name="Channels">Divides <paramref name="Columns"/>.</param>
internal readonly record struct ChannelGrid(int Rows, int Columns, int Channels)
{
    /// <summary>Columns that a kernel works on at a time: its sums stay in registers.</summary>
    public const int Block = 64;

    // Sums over a chunk are made in float32 and the chunks' sums in float64. As the chunks depend on the shape alone, so do
    // the bits of the result, whatever the number of threads.
    private const int ChunkRows = 1024;

    /// <summary>Pixels: numbers of each channel.</summary>
    public long Pixels => (long)Rows * Columns / Channels;

    public int Chunks => (Rows + ChunkRows - 1) / ChunkRows;

    /// <param name="numbers">In the tensor.</param>
    /// <param name="channels">C.</param>
    /// <returns>The grid; null where the numbers do not fill one, or are too many for a span of bytes.</returns>
    public static ChannelGrid? Of(long numbers, long channels)
    {
        var columns = channels < Block ? Block : channels;
        var fits = columns % Block == 0 && columns % channels == 0 && numbers % columns == 0 && numbers <= KernelTensor.MostNumbers;
        return fits ? new((int)(numbers / columns), (int)columns, (int)channels) : null;
    }

    /// <summary>Each channel's value in every column that belongs to it.</summary>
    /// <param name="channels">(C).</param>
    /// <returns>(Columns).</returns>
    public float[] Spread(ReadOnlySpan<float> channels)
    {
        var columns = new float[Columns];
        for (var column = 0; column < Columns; column++) columns[column] = channels[column % Channels];
        return columns;
    }

    /// <param name="columns">(Chunks, Columns).</param>
    /// <returns>(C) the sums over the chunks and over the columns of each channel.</returns>
    public double[] Gather(ReadOnlySpan<float> columns)
    {
        var sums = new double[Channels];
        for (var chunk = 0; chunk < Chunks; chunk++)
            for (var column = 0; column < Columns; column++) sums[column % Channels] += columns[chunk * Columns + column];
        return sums;
    }

    /// <summary>Works on all chunks.</summary>
    /// <param name="work">Gets a chunk's number, its first row, and the row that it ends before.</param>
    public void ForEachChunk(Action<int, int, int> work)
    {
        var rows = Rows;
        KernelThreads.For(Chunks, chunk => work(chunk, chunk * ChunkRows, Math.Min(rows, (chunk + 1) * ChunkRows)));
    }
}
