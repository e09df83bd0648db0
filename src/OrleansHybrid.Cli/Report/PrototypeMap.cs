using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace OrleansHybrid.Cli.Report;

/// <summary>The cosine similarities of a checkpoint's prototypes.</summary>
/// <param name="Prototypes">C·M: class by class, the head class first.</param>
/// <param name="PerCell">Neighbouring prototypes whose similarities a cell averages: 1 unless there are very many.</param>
/// <param name="Values">Row by row, -1 to 1.</param>
internal sealed record PrototypeMap(int Prototypes, int PerCell, double[][] Values)
{
    private const int MostCells = 128;

    /// <param name="safetensors">A file with the one table (C, M, D), or (C, D), of float32 under <c>prototypes</c>.</param>
    /// <exception cref="InvalidDataException">It is no such file.</exception>
    public static PrototypeMap Read(byte[] safetensors)
    {
        try
        {
            var header = (int)BinaryPrimitives.ReadUInt64LittleEndian(safetensors);
            using var json = JsonDocument.Parse(safetensors.AsMemory(8, header));
            var table = json.RootElement.GetProperty("prototypes");
            var (shape, offsets) = (table.GetProperty("shape").Deserialize<int[]>()!, table.GetProperty("data_offsets").Deserialize<int[]>()!);
            if (table.GetProperty("dtype").GetString() != "F32") throw new InvalidDataException("the prototypes are not of float32");
            return Of(MemoryMarshal.Cast<byte, float>(safetensors.AsSpan(8 + header)[offsets[0]..offsets[1]]), shape[^1]);
        }
        catch (Exception malformed) when (malformed is JsonException or KeyNotFoundException or ArgumentException or InvalidOperationException)
        {
            throw new InvalidDataException($"the file of the prototypes is malformed: {malformed.Message}", malformed);
        }
    }

    private static PrototypeMap Of(ReadOnlySpan<float> table, int dimension)
    {
        var rows = table.Length / dimension;
        var directions = new double[rows][];
        for (var row = 0; row < rows; row++)
        {
            var vector = table.Slice(row * dimension, dimension).ToArray();
            var norm = Math.Sqrt(vector.Sum(value => (double)value * value));
            directions[row] = [.. vector.Select(value => norm == 0 ? 0 : value / norm)];
        }

        var perCell = (rows + MostCells - 1) / MostCells;
        // The mean of all products of two groups is the product of their means.
        double[][] cells = [.. directions.Chunk(perCell)
            .Select(group => Enumerable.Range(0, dimension).Select(place => group.Average(direction => direction[place])).ToArray())];
        return new(rows, perCell, [.. cells.Select(a => cells.Select(b => Math.Round(a.Zip(b, (x, y) => x * y).Sum(), 3)).ToArray())]);
    }
}
