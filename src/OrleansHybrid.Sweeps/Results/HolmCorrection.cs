namespace OrleansHybrid.Sweeps.Results;

/// <summary>
/// Holm's step-down correction (1979). Among many tests, some look significant by chance; with corrected values, the chance that
/// any does is at most the chosen level.
/// </summary>
public static class HolmCorrection
{
    /// <returns>The corrected values, in the order of <paramref name="values"/>.</returns>
    public static double[] Of(IReadOnlyList<double> values)
    {
        var corrected = new double[values.Count];
        var least = 0.0;
        foreach (var (rank, place) in Enumerable.Range(0, values.Count).OrderBy(place => values[place]).Index())
        {
            least = Math.Max(least, Math.Min(1, values[place] * (values.Count - rank)));
            corrected[place] = least;
        }

        return corrected;
    }
}
