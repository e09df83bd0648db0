using OrleansHybrid.Learning.Randomness;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Tests.Losses;

/// <summary>The two losses as their definitions read, in float64 loops, and a derivative of any such loss.</summary>
internal static class LossByHand
{
    public static double SupCon(double[][] z, int[] labels, double temperature)
    {
        var losses = new List<double>();
        for (var i = 0; i < z.Length; i++)
        {
            var positives = Enumerable.Range(0, z.Length).Where(j => j != i && labels[j] == labels[i]).ToArray();
            if (positives.Length == 0) continue;
            var denominator = Enumerable.Range(0, z.Length).Where(k => k != i).Sum(k => Math.Exp(Dot(z[i], z[k]) / temperature));
            losses.Add(-positives.Sum(j => Math.Log(Math.Exp(Dot(z[i], z[j]) / temperature) / denominator)) / positives.Length);
        }

        return losses.Count == 0 ? 0 : losses.Average();
    }

    public static double Prototypical(double[][] z, double[][] prototypes, int[] labels, double temperature, bool positiveInDenominator) =>
        Enumerable.Range(0, z.Length).Average(i =>
        {
            double Weight(int j) => Math.Exp(Dot(z[i], prototypes[j]) / temperature);
            var others = Enumerable.Range(0, prototypes.Length).Where(j => positiveInDenominator || j != labels[i]);
            return -Math.Log(Weight(labels[i]) / others.Sum(Weight));
        });

    /// <summary>Central differences of <paramref name="loss"/> at <paramref name="point"/>, row by row.</summary>
    public static float[] Gradient(double[][] point, Func<double[][], double> loss)
    {
        const double h = 1e-5;
        var gradient = new List<float>();
        foreach (var row in point)
        {
            for (var d = 0; d < row.Length; d++)
            {
                var here = row[d];
                row[d] = here + h;
                var above = loss(point);
                row[d] = here - h;
                var below = loss(point);
                row[d] = here;
                gradient.Add((float)((above - below) / (2 * h)));
            }
        }

        return [.. gradient];
    }

    /// <summary>Rows drawn from the unit sphere.</summary>
    public static double[][] UnitRows(int rows, int dimension, long seed)
    {
        var random = new CounterRandom(seed, RandomPurpose.Initialisation);
        var result = new double[rows][];
        for (var i = 0; i < rows; i++)
        {
            result[i] = new double[dimension];
            for (var d = 0; d < dimension; d++) result[i][d] = random.NextGaussian();
            var norm = Math.Sqrt(Dot(result[i], result[i]));
            for (var d = 0; d < dimension; d++) result[i][d] = (float)(result[i][d] / norm);
        }

        return result;
    }

    /// <summary>C unit vectors of mutual cosine -1/(C-1), in C dimensions.</summary>
    public static double[][] Simplex(int classes) =>
        [.. Enumerable.Range(0, classes).Select(i => Enumerable.Range(0, classes)
            .Select(d => ((i == d ? 1 : 0) - 1.0 / classes) / Math.Sqrt(1 - 1.0 / classes)).ToArray())];

    public static Tensor ToTensor(double[][] rows, bool requiresGrad = false) =>
        tensor(
            rows.SelectMany(row => row).Select(value => (float)value).ToArray(), rows.Length, rows[0].Length, requires_grad: requiresGrad);

    public static Tensor ToTensor(int[] labels) => tensor(labels.Select(label => (long)label).ToArray());

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
