namespace OrleansHybrid.Sweeps.Search.Stopping;

/// <summary>
/// Whether a configuration gets more seeds: not when its results so far are worse than the best one's, seed by seed (Wilcoxon,
/// one-sided). With n seeds the test cannot say less than 2^-n, so that four are needed.
/// </summary>
public static class SeedRace
{
    /// <summary>Below it a configuration is worse.</summary>
    public const double Level = 0.1;

    /// <summary>Seeds without which nobody is beaten.</summary>
    public const int LeastSeeds = 4;

    /// <param name="values">The configuration's, by seed; lower is better.</param>
    /// <param name="best">Those of the best configuration, for the same seeds.</param>
    /// <returns>Never true of one whose mean is as good.</returns>
    public static bool IsBeaten(IReadOnlyList<double> values, IReadOnlyList<double> best)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(best);
        if (values.Count != best.Count) throw new ArgumentException("Results are compared seed by seed.");
        if (values.Count < LeastSeeds || !best.All(double.IsFinite)) return false;
        // One that fails with some seed is no candidate any more.
        if (!values.All(double.IsFinite)) return true;
        return values.Average() > best.Average() && Wilcoxon.PGreater([.. values.Select((value, seed) => value - best[seed])]) < Level;
    }
}
