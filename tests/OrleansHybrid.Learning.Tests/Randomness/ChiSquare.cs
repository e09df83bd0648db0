namespace OrleansHybrid.Learning.Tests;

internal static class ChiSquare
{
    /// <summary>Pearson's statistic of counts that should all be <paramref name="expected"/>.</summary>
    public static double Statistic(IEnumerable<int> counts, double expected) =>
        counts.Sum(count => (count - expected) * (count - expected) / expected);
}
