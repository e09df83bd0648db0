using System.Runtime.InteropServices;
using OrleansHybrid.Sweeps.Checkpoints;

namespace OrleansHybrid.Web.Report;

/// <summary>The cosine similarities of a checkpoint's prototypes.</summary>
/// <param name="Prototypes">Number of prototypes, C·M: class by class, the head class first.</param>
/// <param name="PerCell">Number of neighbouring prototypes that a cell averages: 1 unless there are very many.</param>
/// <param name="Values">The similarities row by row, from -1 to 1.</param>
public sealed record PrototypeMap(int Prototypes, int PerCell, double[][] Values)
{
    private const int MostCells = 128;

    /// <param name="safetensors">A file with the one table (C, M, D), or (C, D), of float32 under <c>prototypes</c>.</param>
    /// <exception cref="InvalidDataException">The file has another form.</exception>
    public static PrototypeMap Read(byte[] safetensors)
    {
        var header = SafetensorsHeader.Read(safetensors);
        if (
            header.Tensors.FirstOrDefault(tensor => tensor.Name == "prototypes") is not
            {
                Type: "F32",
                Shape: [_, _] or [_, _, _],
                End: > 0
            } table)
            throw new InvalidDataException("the file holds no table of prototypes of float32");
        var values = MemoryMarshal.Cast<byte, float>(
            safetensors.AsSpan(header.DataBegin + (int)table.Begin, (int)(table.End - table.Begin)));
        foreach (var value in values)
            if (!float.IsFinite(value)) throw new InvalidDataException("the prototypes are not all finite");
        return Of(values, (int)table.Shape[^1]);
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
