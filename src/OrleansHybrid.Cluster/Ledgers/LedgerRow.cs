using System.Text.Json.Serialization;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Ledgers;

/// <summary>A sweep's record of one trial. Its parameters are no part of it: they follow from the definition and the index.</summary>
/// <param name="Lease">
/// The lease under which it trains; null while it does not. It is stored so that it outlives the sweep's activation.
/// </param>
/// <param name="Seconds">Time that its ended attempts had their slots, as the trial's record has told.</param>
/// <param name="MustLeave">Whether its holder is to checkpoint and hand the lease back.</param>
/// <param name="ReusedFrom">The trial whose result this is; null for one that trained itself.</param>
/// <param name="IsPublished">Whether other sweeps can find its result.</param>
/// <param name="LostSeconds">Seconds whose work was thrown away, as far as the trial's record has told.</param>
/// <param name="Lost">The time that its lost lease had it, until the record knows; null where none is lost.</param>
/// <param name="HeldSeconds">Time that its lease has had its slots, for the next activation: at most a minute less than the truth.</param>
// Rows of older versions have a member that is no more: when a lost lease was heard of last.
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
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
    [property: Id(12)] HeldTime? Lost = null,
    [property: Id(13), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] double HeldSeconds = 0)
{
    private const double HeldStep = 60;

    public static LedgerRow Untouched { get; } = new(TrialState.Pending, 0, 0, null, null, null);

    /// <summary>True for a trial that has used a slot, or does now.</summary>
    [JsonIgnore]
    public bool HasBegun => Attempts > 0 || Lease is not null;

    /// <summary>True for a trial with a result of its own that other sweeps cannot find yet.</summary>
    [JsonIgnore]
    public bool MustBePublished => HasTrained && !IsPublished;

    /// <summary>True for a trial whose result comes from its own training.</summary>
    [JsonIgnore]
    public bool HasTrained => State is TrialState.Completed && ReusedFrom is null;

    /// <summary>Time that all its attempts had their slots, apart from the lease that is held now.</summary>
    [JsonIgnore]
    public double PastSeconds => Seconds + (Lost?.Seconds ?? 0);

    public LedgerRow LeasedAs(LeaseKey lease) =>
        this with { State = State is TrialState.Paused ? State : TrialState.Running, Lease = lease, MustLeave = false };

    /// <param name="heldSeconds">Time that the lease has had its slots.</param>
    public LedgerRow SeenAlive(LiveTrial live, double heldSeconds) => this with
    {
        Attempts = live.Attempt,
        Preemptions = live.Preemptions,
        LostSeconds = live.LostSeconds,
        Seconds = live.PastSeconds ?? (Lost?.Lease == live.Lease.ToString() ? Seconds : PastSeconds),
        Lost = null,
        HeldSeconds = heldSeconds - HeldSeconds >= HeldStep ? heldSeconds : HeldSeconds,
    };

    /// <summary>
    /// The lease is over and nothing is known of how it ended. One of which nothing was heard began no attempt: an earlier one,
    /// which the record still waits to hear of, counts.
    /// </summary>
    public LedgerRow Waiting(LeaseKey lease, double seconds) => Ended() with
    {
        State = State is TrialState.Paused ? State : Attempts == 0 ? TrialState.Pending : TrialState.Preempted,
        Lost = seconds > 0 ? new(lease.ToString(), seconds) : Lost,
    };

    /// <summary>The row after the end of a lease, as the trial's record tells.</summary>
    /// <param name="heldSeconds">Time that the lease had its slots, for a record that tells of none.</param>
    public LedgerRow Of(TrialDigest trial, double heldSeconds = 0) => Ended() with
    {
        // It runs elsewhere, or is about to: whoever has it will be heard of.
        State = trial.State is TrialState.Running ? TrialState.Preempted : trial.State,
        Attempts = trial.Attempt,
        Preemptions = trial.Preemptions,
        Result = trial.Result,
        Failure = trial.Failure,
        LostSeconds = trial.LostSeconds,
        Seconds = trial.PastSeconds ?? PastSeconds + heldSeconds,
        Lost = null,
    };

    /// <summary>The trial has the result of an equal one.</summary>
    public LedgerRow Reusing(TrialId source, TrialResult result) =>
        this with { State = TrialState.Completed, Result = result, Failure = null, ReusedFrom = source };

    private LedgerRow Ended() => this with { Lease = null, MustLeave = false, HeldSeconds = 0 };
}
