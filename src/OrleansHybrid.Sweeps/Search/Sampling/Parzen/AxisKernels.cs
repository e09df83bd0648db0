using System.Runtime.Intrinsics;
using MathNet.Numerics;

namespace OrleansHybrid.Sweeps.Search.Sampling.Parzen;

/// <summary>The kernels of one axis, side by side: arrays that are used again from fit to fit.</summary>
internal sealed class AxisKernels
{
    public double[] Means { get; private set; } = [];

    public double[] Deviations { get; private set; } = [];

    /// <summary>Of a continuous axis: one over twice the variance.</summary>
    public double[] Factors { get; private set; } = [];

    /// <summary>Of a continuous axis: the logarithm of what the density is scaled by.</summary>
    public double[] Offsets { get; private set; } = [];

    /// <summary>Of any other axis: a kernel's category, or its place among the different ones.</summary>
    public int[] Index { get; private set; } = [];

    /// <summary>
    /// Of a discrete axis: mean, deviation and the logarithm of the mass within the range. Kernels of equal values are few.
    /// </summary>
    public List<(double Mean, double Deviation, double LogMass)> Different { get; } = [];

    /// <summary>What the points at hand add to the logarithm of each different kernel; of a continuous axis, their coordinates.</summary>
    public Vector256<double>[] Table { get; private set; } = [];

    public void Reserve(int kernels)
    {
        if (Means.Length >= kernels) return;
        (Means, Deviations, Factors, Offsets, Index) =
            (new double[kernels * 2], new double[kernels * 2], new double[kernels * 2], new double[kernels * 2], new int[kernels * 2]);
    }

    /// <returns>Its place among the different ones.</returns>
    public int Set(int kernel, ParzenAxis.Ordered axis, double mean, double deviation, double logDeviation)
    {
        (Means[kernel], Deviations[kernel]) = (mean, deviation);
        if (axis.IsDiscrete)
        {
            // They come by their means, so that equal ones follow each other.
            if (Different.Count == 0 || (Different[^1].Mean, Different[^1].Deviation) != (mean, deviation))
                Different.Add((mean, deviation, LogMass(axis, mean, deviation)));
            return Index[kernel] = Different.Count - 1;
        }

        Factors[kernel] = 0.5 / (deviation * deviation);
        Offsets[kernel] = -logDeviation - Constants.LogSqrt2Pi - LogMass(axis, mean, deviation);
        return 0;
    }

    public void Copy(int kernel, int from, int index)
    {
        (Means[kernel], Deviations[kernel], Factors[kernel], Offsets[kernel]) =
            (Means[from], Deviations[from], Factors[from], Offsets[from]);
        Index[kernel] = index;
    }

    /// <summary>Adds what a kernel of a continuous axis makes of the points at hand.</summary>
    public void AddNormal(int kernel, Span<Vector256<double>> terms)
    {
        var (mean, factor) = (Vector256.Create(Means[kernel]), Vector256.Create(Factors[kernel]));
        var offset = Vector256.Create(Offsets[kernel]);
        var coordinates = Table.AsSpan(0, terms.Length);
        for (var i = 0; i < terms.Length; i++)
        {
            var distance = coordinates[i] - mean;
            terms[i] += offset - distance * distance * factor;
        }
    }

    /// <summary>Adds what a kernel of any other axis makes of the points at hand.</summary>
    public void AddTabulated(int kernel, Span<Vector256<double>> terms)
    {
        var row = Table.AsSpan(Index[kernel] * terms.Length, terms.Length);
        for (var i = 0; i < terms.Length; i++) terms[i] += row[i];
    }

    public Vector256<double>[] ReserveTable(int vectors) => Table.Length >= vectors ? Table : Table = new Vector256<double>[vectors * 2];

    /// <summary>The logarithm of a different kernel's mass between two coordinates, of all that lies within the range.</summary>
    public double LogMassBetween(double left, double right, int different)
    {
        var (mean, deviation, logMass) = Different[different];
        return NormalMass.Log((left - mean) / deviation, (right - mean) / deviation) - logMass;
    }

    private static double LogMass(ParzenAxis.Ordered axis, double mean, double deviation) =>
        NormalMass.Log((axis.Low - mean) / deviation, (axis.High - mean) / deviation);
}
