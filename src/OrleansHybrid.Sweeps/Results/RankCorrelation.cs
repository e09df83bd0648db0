namespace OrleansHybrid.Sweeps.Results;

/// <summary>
/// Spearman's rank correlation (1904): Pearson's correlation of the ranks, where equal values share the mean of their ranks. 1 if two
/// measurements order alike, -1 if they order in reverse.
/// </summary>
public static class RankCorrelation
{
    private const int LeastPairs = 3;

    /// <returns>Null for fewer than three pairs, and where all values of a side are equal.</returns>
    public static double? Of(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Count != second.Count) throw new ArgumentException($"{first.Count} and {second.Count} values are no pairs.");
        if (first.Count < LeastPairs) return null;
        var (x, y) = (Ranks(first), Ranks(second));
        // Shared ranks keep the sum of the ranks.
        var mean = (first.Count + 1) / 2.0;
        var (xx, yy, xy) = (0.0, 0.0, 0.0);
        for (var pair = 0; pair < x.Length; pair++)
        {
            var (dx, dy) = (x[pair] - mean, y[pair] - mean);
            (xx, yy, xy) = (xx + dx * dx, yy + dy * dy, xy + dx * dy);
        }

        return xx == 0 || yy == 0 ? null : xy / Math.Sqrt(xx * yy);
    }

    private static double[] Ranks(IReadOnlyList<double> values)
    {
        int[] order = [.. Enumerable.Range(0, values.Count).OrderBy(place => values[place])];
        var ranks = new double[values.Count];
        for (var from = 0; from < order.Length;)
        {
            var until = from + 1;
            while (until < order.Length && values[order[until]].Equals(values[order[from]])) until++;
            for (var place = from; place < until; place++) ranks[order[place]] = (from + 1 + until) / 2.0;
            from = until;
        }

        return ranks;
    }
}
