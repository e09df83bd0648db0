namespace OrleansHybrid.Sweeps.Trials;

/// <summary>Which committed checkpoints a trial's record goes on pointing at.</summary>
/// <param name="WhileRunning">Newest ones that are kept until the trial ends; never fewer than 2, so that a damaged one has a predecessor.</param>
/// <param name="Latest">Newest ones that are kept after its end.</param>
/// <param name="Best">Best ones, by <paramref name="Metric"/> at the end of their epoch, that are kept besides at any time.</param>
/// <param name="Metric">What the sweep optimises; null where none are kept for it.</param>
public sealed record CheckpointRetention(int WhileRunning, int Latest, int Best = 0, ObjectiveMetric? Metric = null)
{
    /// <summary>So many newest ones, at any time.</summary>
    public static implicit operator CheckpointRetention(int newest) => new(newest, newest);

    /// <param name="checkpoints">Newest first.</param>
    /// <param name="history">The trial's epochs.</param>
    /// <param name="isRunning">Whether the trial may still resume from one.</param>
    /// <returns>Those to keep, in their order.</returns>
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
                    select (Checkpoint: checkpoint, Loss: metric.Goal is Goal.Minimize ? value.Value : -value.Value);
        return known.OrderBy(entry => entry.Loss).Select(entry => entry.Checkpoint);
    }
}
