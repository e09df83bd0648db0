namespace OrleansHybrid.Sweeps.Search.Halving;

/// <summary>
/// Asynchronous successive halving (Li et al., 2020): decisions as results arrive. They hang on the order of arrival, so whoever
/// takes them records each before acting on it.
/// </summary>
public static class AsynchronousRules
{
    /// <summary>
    /// Whether a configuration goes on from a rung at once, or is stopped there for good (Determined, Ray, W&amp;B, Optuna): the n-th to
    /// arrive does when it is among the best n/eta of them, or the best of all.
    /// </summary>
    /// <param name="earlier">What arrived at the rung before.</param>
    public static bool GoesOn(IReadOnlyCollection<RungResult> earlier, RungResult newcomer, int eta)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        return earlier.Count(other => other < newcomer) < Rungs.CountGoingOn(earlier.Count + 1, eta);
    }

    /// <summary>
    /// Which waiting configuration a free slot takes (the paper's rule): the best one not promoted yet among the best n/eta at a rung,
    /// from the highest rung down.
    /// </summary>
    /// <param name="arrived">At each rung but the last, the lowest first.</param>
    /// <param name="isPromoted">Whether a configuration has been promoted from a rung.</param>
    /// <returns>The rung to promote from and the configuration; null where a new one is to begin.</returns>
    public static (int Rung, int Configuration)? Promotion(
        IReadOnlyList<IReadOnlyCollection<RungResult>> arrived, Func<int, int, bool> isPromoted, int eta)
    {
        ArgumentNullException.ThrowIfNull(arrived);
        ArgumentNullException.ThrowIfNull(isPromoted);
        for (var rung = arrived.Count - 1; rung >= 0; rung--)
        {
            foreach (var result in arrived[rung].Order().Take(arrived[rung].Count / eta))
            {
                if (double.IsFinite(result.Value) && !isPromoted(rung, result.Configuration)) return (rung, result.Configuration);
            }
        }

        return null;
    }
}
