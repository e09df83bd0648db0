using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Results;

/// <summary>All that a report tells of one trial.</summary>
/// <param name="History">Its epochs, in order.</param>
/// <param name="Attempts">Its attempts, oldest first; none of a trial that has the result of another one.</param>
public sealed record TrialOutcome(TrialSpec Spec, TrialRow Row, IReadOnlyList<EpochMetrics> History, IReadOnlyList<AttemptRecord> Attempts);
