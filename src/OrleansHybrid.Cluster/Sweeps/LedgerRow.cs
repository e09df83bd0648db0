using OrleansHybrid.Cluster.Trials;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Sweeps;

/// <summary>What a sweep keeps of one trial. Its parameters are no part of it: they follow from the definition and the index.</summary>
/// <param name="Lease">Who trains it, while it is running: so the lease outlives the sweep's activation.</param>
[GenerateSerializer, Immutable, Alias("ledger-row")]
internal sealed record LedgerRow(
    [property: Id(0)] TrialState State,
    [property: Id(1)] int Attempts,
    [property: Id(2)] int Preemptions,
    [property: Id(3)] TrialResult? Result,
    [property: Id(4)] TrialFailure? Failure,
    [property: Id(5)] LeaseKey? Lease)
{
    public static LedgerRow Untouched { get; } = new(TrialState.Pending, 0, 0, null, null, null);

    public LedgerRow LeasedAs(LeaseKey lease) => this with { State = TrialState.Running, Lease = lease };

    public LedgerRow SeenAlive(int attempt, int preemptions) =>
        (Attempts, Preemptions) == (attempt, preemptions) ? this : this with { Attempts = attempt, Preemptions = preemptions };

    /// <summary>The lease is over and nothing is known of how it ended.</summary>
    public LedgerRow Waiting() => this with { State = Attempts == 0 ? TrialState.Pending : TrialState.Preempted, Lease = null };

    /// <summary>What the trial's record says.</summary>
    public static LedgerRow Of(TrialDigest trial) => new(trial.State, trial.Attempt, trial.Preemptions, trial.Result, trial.Failure, null);
}
