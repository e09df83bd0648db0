using System.Runtime.InteropServices;
using OrleansHybrid.Learning.Failures;
using OrleansHybrid.Learning.Randomness;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Text;
using OrleansHybrid.Sweeps.Trials;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Models;

/// <summary>Where prototypes start: unit vectors, spread by chance or as far apart as can be.</summary>
internal static class PrototypeInitialisation
{
    /// <param name="table">(..., D): n prototypes, all of which are spread alike, those of one class too.</param>
    /// <param name="init">How.</param>
    /// <param name="random">Draws the directions; of a regular figure, how it is turned.</param>
    /// <exception cref="TrainingException">The figure does not fit into D dimensions.</exception>
    public static void Fill(Tensor table, PrototypeInit init, ref CounterRandom random)
    {
        var dimension = (int)table.shape[^1];
        var count = (int)(table.numel() / dimension);
        switch (init)
        {
            case PrototypeInit.Random:
                Initialisation.UnitSphere(table, ref random);
                break;
            case PrototypeInit.Orthogonal:
                RequireRoom(init, count, count, dimension);
                Write(table, Orthonormal(count, dimension, ref random));
                break;
            case PrototypeInit.Simplex:
                RequireRoom(init, count, count - 1, dimension);
                Write(table, Turn(Simplex(count), Orthonormal(count - 1, dimension, ref random)));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(init), init, "unknown initialisation of prototypes");
        }
    }

    /// <returns>(n, D) unit vectors at right angles, uniformly turned: Gram and Schmidt's, twice for accuracy.</returns>
    private static double[][] Orthonormal(int count, int dimension, ref CounterRandom random)
    {
        var rows = new double[count][];
        for (var i = 0; i < count; i++)
        {
            var row = new double[dimension];
            foreach (ref var value in row.AsSpan()) value = random.NextGaussian();
            foreach (var earlier in rows[..i].Concat(rows[..i]))
            {
                var along = Dot(row, earlier);
                for (var d = 0; d < dimension; d++) row[d] -= along * earlier[d];
            }

            var norm = Math.Sqrt(Dot(row, row));
            rows[i] = Array.ConvertAll(row, value => value / norm);
        }

        return rows;
    }

    /// <returns>(n, n - 1) unit vectors of mutual cosine -1/(n - 1): each takes up one more dimension than the one before.</returns>
    private static double[][] Simplex(int count)
    {
        var rows = new double[count][];
        for (var i = 0; i < count; i++)
        {
            var row = rows[i] = new double[count - 1];
            for (var d = 0; d < i; d++) row[d] = (-1.0 / (count - 1) - Dot(row, rows[d])) / rows[d][d];
            if (i < count - 1) row[i] = Math.Sqrt(1 - Dot(row, row));
        }

        return rows;
    }

    /// <returns>(n, D): the (n, K) rows in the frame of K axes (K, D).</returns>
    private static double[][] Turn(double[][] rows, double[][] axes) =>
        [
            .. rows.Select(row =>
                Enumerable.Range(0, axes[0].Length).Select(d => row.Zip(axes, (value, axis) => value * axis[d]).Sum()).ToArray()),
        ];

    private static double Dot(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var d = 0; d < a.Length; d++) sum += a[d] * b[d];
        return sum;
    }

    private static void Write(Tensor table, double[][] rows)
    {
        var values = MemoryMarshal.Cast<byte, float>(table.bytes);
        for (var i = 0; i < values.Length; i++) values[i] = (float)rows[i / rows[0].Length][i % rows[0].Length];
    }

    private static void RequireRoom(PrototypeInit init, int count, int needed, int dimension)
    {
        if (count >= 2 && needed <= dimension) return;
        throw new TrainingException(
            FailureKind.BadRecipe,
            $"prototype_init {init.Spelled()} cannot place {count} prototypes in {dimension} dimensions: "
            + $"set projection_dim to {needed} or more, or prototype_init to random.");
    }
}
