namespace OrleansHybrid.Kernels.Normalisation;

/// <summary>
/// A channels-last tensor as rows of numbers: column j belongs to channel j mod <paramref name="Channels"/>. Narrow pixels
/// share a row, so that a cache line of columns always fits across.
/// </summary>
/// <param name="Rows">How many.</param>
/// <param name="Columns">Of each row: a multiple of 64.</param>
/// <param name="Channels">Divides <paramref name="Columns"/>.</param>
/// <param name="Type">Of the tensor's numbers.</param>
public readonly record struct ChannelGrid(int Rows, int Columns, int Channels, NumberType Type)
{
    private const int LeastColumns = 64;

    // Sums over a chunk are made in float32 and the chunks' sums in float64. As the chunks depend on the shape alone, so do
    // the bits of the result, whatever the number of threads.
    private const int ChunkRows = 1024;

    /// <summary>Pixels: numbers of each channel.</summary>
    public long Pixels => (long)Rows * Columns / Channels;

    /// <summary>Of the whole tensor.</summary>
    public long Bytes => (long)Rows * Columns * (Type is NumberType.Binary32 ? sizeof(float) : sizeof(ushort));

    internal int Chunks => (Rows + ChunkRows - 1) / ChunkRows;

    /// <param name="numbers">In the tensor.</param>
    /// <param name="channels">C.</param>
    /// <returns>The grid; null where the numbers do not fill one, or are too many for a span of bytes.</returns>
    public static ChannelGrid? Of(long numbers, long channels, NumberType type)
    {
        var columns = channels < LeastColumns ? LeastColumns : channels;
        var fits = columns % LeastColumns == 0 && columns % channels == 0 && numbers % columns == 0
            && numbers <= int.MaxValue / sizeof(float);
        return fits ? new((int)(numbers / columns), (int)columns, (int)channels, type) : null;
    }

    /// <summary>Each channel's value in every column that belongs to it.</summary>
    /// <param name="channels">(C).</param>
    /// <returns>(Columns).</returns>
    internal float[] Spread(ReadOnlySpan<float> channels)
    {
        var columns = new float[Columns];
        for (var column = 0; column < Columns; column += Channels) channels.CopyTo(columns.AsSpan(column));
        return columns;
    }

    /// <param name="columns">(Chunks, Columns).</param>
    /// <returns>(C) the sums over the chunks and over the columns of each channel.</returns>
    internal double[] Gather(ReadOnlySpan<float> columns)
    {
        var sums = new double[Channels];
        for (var chunk = 0; chunk < Chunks; chunk++)
            for (var column = 0; column < Columns; column++) sums[column % Channels] += columns[chunk * Columns + column];
        return sums;
    }

    /// <summary>The rows of a chunk.</summary>
    internal (int First, int End) RowsOf(int chunk) => (chunk * ChunkRows, Math.Min(Rows, (chunk + 1) * ChunkRows));
}
