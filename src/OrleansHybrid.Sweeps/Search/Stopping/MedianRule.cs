namespace OrleansHybrid.Sweeps.Search.Stopping;

/// <summary>
/// Stops a trial whose best so far is worse than the median that completed trials had at the same epoch (Golovin et al., 2017, with
/// Optuna's defaults).
/// </summary>
/// <param name="Startup">Completed trials without which nothing is stopped.</param>
/// <param name="WarmUp">Epochs before which nothing is stopped.</param>
/// <param name="LeastAtEpoch">Completed trials that must have a value at the epoch.</param>
public sealed record MedianRule(int Startup = 5, int WarmUp = 0, int LeastAtEpoch = 1)
{
    /// <param name="values">The trial's so far, by epoch; lower is better, NaN where an epoch has none. The last is the newest.</param>
    /// <param name="completed">Those of completed trials. Stopped ones are left out: a median of survivors alone rises without end.</param>
    public bool Stops(IReadOnlyList<double> values, IReadOnlyCollection<IReadOnlyList<double>> completed)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(completed);
        if (values.Count == 0 || completed.Count == 0 || completed.Count < Startup || values.Count < WarmUp) return false;
        if (values.Where(value => !double.IsNaN(value)).DefaultIfEmpty(double.NaN).Min() is var best && double.IsNaN(best)) return true;
        var at = completed.Where(curve => curve.Count >= values.Count).Select(curve => curve[values.Count - 1]).ToList();
        if (at.Count < LeastAtEpoch) return false;
        double[] sorted = [.. at.Where(value => !double.IsNaN(value)).Order()];
        return sorted.Length > 0 && best > (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
