namespace OrleansHybrid.Sweeps.Trials;

public sealed record CheckpointPolicy
{
    /// <summary>Epochs between two checkpoints.</summary>
    public int EveryEpochs { get; init; } = 1;

    /// <summary>Newest checkpoints kept of a running trial, at least 2: the committed one and its predecessor.</summary>
    public int Keep { get; init; } = 2;

    /// <summary>Newest checkpoints kept of a trial that has ended; null keeps <see cref="Keep"/>.</summary>
    public int? SaveTrialLatest { get; init; }

    /// <summary>Best checkpoints of every trial that are also kept.</summary>
    public int SaveTrialBest { get; init; }

    /// <summary>Number of the best trials of a finished sweep for which the best checkpoint is also kept.</summary>
    public int SaveSweepBest { get; init; }

    /// <summary>Bytes that the sweep's checkpoints may take together; null for no limit.</summary>
    public long? QuotaBytes { get; init; }

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
