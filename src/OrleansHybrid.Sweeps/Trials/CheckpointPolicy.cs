namespace OrleansHybrid.Sweeps.Trials;

/// <param name="EveryEpochs">Epochs between two checkpoints.</param>
/// <param name="Keep">Newest checkpoints kept of a running trial, at least 2: the committed one and its predecessor.</param>
/// <param name="SaveTrialLatest">Newest checkpoints kept of a trial that has ended; null keeps <paramref name="Keep"/>.</param>
/// <param name="SaveTrialBest">Best checkpoints of every trial that are also kept.</param>
/// <param name="SaveSweepBest">Number of the best trials of a finished sweep for which the best checkpoint is also kept.</param>
/// <param name="QuotaBytes">Bytes that the sweep's checkpoints may take together; null for no limit.</param>
public sealed record CheckpointPolicy(
    int EveryEpochs = 1, int Keep = 2, int? SaveTrialLatest = null, int SaveTrialBest = 0, int SaveSweepBest = 0, long? QuotaBytes = null)
{
    /// <summary>The checkpoints that a trial keeps while its sweep runs, when the best trials are not yet known.</summary>
    /// <param name="metric">The objective metric of the sweep.</param>
    public CheckpointRetention Retention(ObjectiveMetric metric) =>
        new(Keep, SaveTrialLatest ?? Keep, Math.Max(SaveTrialBest, Math.Min(SaveSweepBest, 1)), metric);

    /// <summary>The checkpoints that a trial keeps when its sweep is finished.</summary>
    /// <param name="metric">The objective metric of the sweep.</param>
    /// <param name="rank">The trial's place on the leaderboard, from 0.</param>
    public CheckpointRetention Retention(ObjectiveMetric metric, int rank) =>
        Retention(metric) with { Best = Math.Max(SaveTrialBest, rank < SaveSweepBest ? 1 : 0) };
}
