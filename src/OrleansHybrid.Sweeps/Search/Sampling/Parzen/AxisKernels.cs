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

    /// <summary>By value: what it adds to the logarithm of each different kernel.</summary>
    public Dictionary<double, double[]> Tables { get; } = [];

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

    /// <summary>Fills the last vector up with what adds nothing.</summary>
    public void Pad(int kernels)
    {
        foreach (var column in (double[][])[Means, Factors, Offsets]) column.AsSpan(kernels, Math.Min(3, column.Length - kernels)).Clear();
    }

    private static double LogMass(ParzenAxis.Ordered axis, double mean, double deviation) =>
        NormalMass.Log((axis.Low - mean) / deviation, (axis.High - mean) / deviation);
}
