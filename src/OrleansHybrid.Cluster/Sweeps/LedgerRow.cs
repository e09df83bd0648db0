using System.Text.Json.Serialization;
using OrleansHybrid.Cluster.Trials;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Sweeps;

/// <summary>What a sweep keeps of one trial. Its parameters are no part of it: they follow from the definition and the index.</summary>
/// <param name="Lease">Who trains it, while somebody does: so the lease outlives the sweep's activation.</param>
/// <param name="Seconds">Time that its ended attempts had their slots.</param>
/// <param name="MustLeave">Whether its holder is to checkpoint and hand the lease back.</param>
/// <param name="ReusedFrom">The trial whose result this is; null for one that trained itself.</param>
/// <param name="IsPublished">Whether other sweeps can find its result.</param>
/// <param name="LostSeconds">Those whose work was thrown away, as far as the trial's record has told.</param>
/// <param name="LastSeen">When its lost lease was heard of last, until the record knows; null where none is lost.</param>
[GenerateSerializer, Immutable, Alias("ledger-row")]
internal sealed record LedgerRow(
    [property: Id(0)] TrialState State,
    [property: Id(1)] int Attempts,
    [property: Id(2)] int Preemptions,
    [property: Id(3)] TrialResult? Result,
    [property: Id(4)] TrialFailure? Failure,
    [property: Id(5)] LeaseKey? Lease,
    [property: Id(6), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] double Seconds = 0,
    [property: Id(7), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool MustLeave = false,
    [property: Id(8)] TrialId? ReusedFrom = null,
    [property: Id(9), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsPublished = false,
    [property: Id(10), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] double LostSeconds = 0,
    [property: Id(11)] DateTimeOffset? LastSeen = null)
{
    public static LedgerRow Untouched { get; } = new(TrialState.Pending, 0, 0, null, null, null);

    /// <summary>Whether it has used a slot, or does now.</summary>
    [JsonIgnore]
    public bool HasBegun => Attempts > 0 || Lease is not null;

    /// <summary>Whether it has a result of its own that other sweeps cannot find yet.</summary>
    [JsonIgnore]
    public bool MustBePublished => HasTrained && !IsPublished;

    /// <summary>Whether its result comes from its own training.</summary>
    [JsonIgnore]
    public bool HasTrained => State is TrialState.Completed && ReusedFrom is null;

    public LedgerRow LeasedAs(LeaseKey lease) =>
        this with { State = State is TrialState.Paused ? State : TrialState.Running, Lease = lease, MustLeave = false };

    public LedgerRow SeenAlive(LiveTrial live) =>
        this with { Attempts = live.Attempt, Preemptions = live.Preemptions, LostSeconds = live.LostSeconds, LastSeen = null };

    /// <summary>The lease is over since nothing was heard of it. An earlier one that the record still waits to hear of counts.</summary>
    public LedgerRow Lost(double seconds, DateTimeOffset lastSeen) => Waiting(seconds) with { LastSeen = LastSeen ?? lastSeen };

    /// <summary>The lease is over and nothing is known of how it ended.</summary>
    public LedgerRow Waiting(double seconds) => Ended(seconds) with
    {
        State = State is TrialState.Paused ? State : Attempts == 0 ? TrialState.Pending : TrialState.Preempted,
    };

    /// <summary>What the trial's record says at the end of a lease.</summary>
    public LedgerRow Of(TrialDigest trial, double seconds = 0) => Ended(seconds) with
    {
        State = trial.State,
        Attempts = trial.Attempt,
        Preemptions = trial.Preemptions,
        Result = trial.Result,
        Failure = trial.Failure,
        LostSeconds = trial.LostSeconds,
        LastSeen = null,
    };

    /// <summary>The trial has the result of an equal one.</summary>
    public LedgerRow Reusing(TrialId source, TrialResult result) =>
        this with { State = TrialState.Completed, Result = result, Failure = null, ReusedFrom = source };

    private LedgerRow Ended(double seconds) => this with { Lease = null, MustLeave = false, Seconds = Seconds + seconds };
}
