namespace OrleansHybrid.Sweeps.Trials;

/// <summary>The rule for the committed checkpoints to which a trial's record continues to refer.</summary>
/// <param name="WhileRunning">
/// Number of newest checkpoints kept until the trial ends; at least 2, so that a damaged one has a predecessor.
/// </param>
/// <param name="Latest">Number of newest checkpoints kept after its end.</param>
/// <param name="Best">
/// Number of best checkpoints, by <paramref name="Metric"/> at the end of their epoch, that are also kept at any time.
/// </param>
/// <param name="Metric">The objective metric of the sweep; null if no best checkpoints are kept.</param>
public sealed record CheckpointRetention(int WhileRunning, int Latest, int Best = 0, ObjectiveMetric? Metric = null)
{
    /// <summary>A rule that keeps this number of newest checkpoints at any time.</summary>
    public static implicit operator CheckpointRetention(int newest) => new(newest, newest);

    /// <param name="checkpoints">The checkpoints, newest first.</param>
    /// <param name="history">The trial's epochs.</param>
    /// <param name="isRunning">True while the trial may resume from one of them.</param>
    /// <returns>The checkpoints to keep, in their order.</returns>
    public CheckpointRef[] Choose(IReadOnlyList<CheckpointRef> checkpoints, IReadOnlyList<EpochMetrics> history, bool isRunning)
    {
        var latest = isRunning ? Math.Max(WhileRunning, 2) : Latest;
        var best = BestOf(checkpoints, history).Take(Best).ToHashSet();
        return [.. checkpoints.Where((checkpoint, i) => i < latest || best.Contains(checkpoint))];
    }

    // Of equal ones the newest. A checkpoint within an epoch is of other weights than any that were evaluated.
    private IEnumerable<CheckpointRef> BestOf(IReadOnlyList<CheckpointRef> checkpoints, IReadOnlyList<EpochMetrics> history)
    {
        if (Metric is not { } metric) return [];
        var known = from checkpoint in checkpoints
                    let epoch = history.FirstOrDefault(epoch => epoch.Step == checkpoint.Step && epoch.Epoch == checkpoint.Epoch)
                    let value = epoch is null ? null : metric.At(epoch)
                    where value is not null
                    select (Checkpoint: checkpoint, Value: value);
        return known.OrderBy(entry => entry.Value, metric.Order()).Select(entry => entry.Checkpoint);
    }
}
