using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Tests.Trials;

/// <summary>A trial's transitions for tests that are about none of its times, nor of its leases' keys.</summary>
internal static class TimelessTrials
{
    public static Transition Begin(this Trial trial, string owner) => trial.Begin(owner, owner, null, default);

    public static Transition Commit(
        this Trial trial, int attempt, CheckpointRef checkpoint, IReadOnlyList<EpochMetrics> epochs, CheckpointRetention keep) =>
        trial.Commit(new AttemptReport(attempt, 0), checkpoint, epochs, keep);

    public static Transition Complete(
        this Trial trial, int attempt, TrialResult result, CheckpointRef checkpoint, IReadOnlyList<EpochMetrics> epochs,
        CheckpointRetention keep) =>
        trial.Complete(new AttemptReport(attempt, 0), result, checkpoint, epochs, keep);

    public static Transition Preempt(
        this Trial trial, int attempt, CheckpointRef? checkpoint, IReadOnlyList<EpochMetrics> epochs, CheckpointRetention keep) =>
        trial.Preempt(new AttemptReport(attempt, 0), checkpoint, epochs, keep);

    public static Transition Fail(this Trial trial, int attempt, TrialFailure failure, int maxRestarts) =>
        trial.Fail(new AttemptReport(attempt, 0), failure, maxRestarts);

    public static Transition After(this Trial trial, Verb verb) => trial.After(verb, null);
}
