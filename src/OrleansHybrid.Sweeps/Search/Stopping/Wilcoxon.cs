using MathNet.Numerics.Distributions;

namespace OrleansHybrid.Sweeps.Search.Stopping;

/// <summary>Wilcoxon's signed-rank test of paired differences.</summary>
public static class Wilcoxon
{
    private const int MostExact = 50;

    /// <summary>
    /// How likely differences so far above 0 are, where they are as often below. Zeros count half to either side (zsplit). Exact
    /// up to 50 differences without a zero, ties at their mean rank; else by the normal approximation, as SciPy has it.
    /// </summary>
    /// <param name="differences">At least one, all finite.</param>
    public static double PGreater(IReadOnlyList<double> differences)
    {
        ArgumentNullException.ThrowIfNull(differences);
        // Twice the mean rank of its absolute value is a whole number.
        double[] sizes = [.. differences.Select(Math.Abs).Order()];
        int TwiceRank(double difference)
        {
            var below = sizes.Count(size => size < Math.Abs(difference));
            return 2 * below + sizes.Count(size => size == Math.Abs(difference)) + 1;
        }

        int[] ranks = [.. differences.Select(TwiceRank)];
        var zeros = differences.Count(difference => difference == 0);
        var above = differences.Select((difference, i) => difference > 0 ? ranks[i] : difference == 0 ? ranks[i] / 2.0 : 0).Sum();
        return zeros == 0 && differences.Count <= MostExact ? Exact(ranks, (int)above) : Approximate(sizes, above / 2);
    }

    /// <summary>The share of all signs whose positive ranks add up to as much.</summary>
    private static double Exact(int[] ranks, int above)
    {
        var ways = new double[ranks.Sum() + 1];
        ways[0] = 1;
        foreach (var rank in ranks)
            for (var sum = ways.Length - 1; sum >= rank; sum--) ways[sum] += ways[sum - rank];
        return ways.Skip(above).Sum() / Math.Pow(2, ranks.Length);
    }

    private static double Approximate(double[] sizes, double above)
    {
        var n = (double)sizes.Length;
        var ties = sizes.GroupBy(size => size).Select(group => (double)group.Count()).Sum(t => t * (t * t - 1));
        var deviation = Math.Sqrt((n * (n + 1) * (2 * n + 1) - ties / 2) / 24);
        return 1 - Normal.CDF(0, 1, (above - n * (n + 1) / 4) / deviation);
    }
}
