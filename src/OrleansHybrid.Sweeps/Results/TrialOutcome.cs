using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Results;

/// <summary>The data of one trial in a report.</summary>
/// <param name="History">Its epochs, in order.</param>
/// <param name="Attempts">Its attempts, oldest first; empty for a trial with a reused result.</param>
public sealed record TrialOutcome(TrialSpec Spec, TrialRow Row, IReadOnlyList<EpochMetrics> History, IReadOnlyList<AttemptRecord> Attempts);
