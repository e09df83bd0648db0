using System.Text.Json.Serialization;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Ledgers;

/// <summary>A sweep's record of one trial. Its parameters are no part of it: they follow from the definition and the index.</summary>
// Rows of older versions have a member that is no more: when a lost lease was heard of last.
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
[GenerateSerializer, Immutable, Alias("ledger-row")]
internal sealed record LedgerRow
{
    [Id(0)]
    public TrialState State { get; init; }

    [Id(1)]
    public int Attempts { get; init; }

    [Id(2)]
    public int Preemptions { get; init; }

    [Id(3)]
    public TrialResult? Result { get; init; }

    [Id(4)]
    public TrialFailure? Failure { get; init; }

    /// <summary>The lease under which it trains; null while it does not. It is stored so that it outlives the sweep's activation.</summary>
    [Id(5)]
    public LeaseKey? Lease { get; init; }

    /// <summary>Time that its ended attempts had their slots, as the trial's record has told.</summary>
    [Id(6), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double Seconds { get; init; }

    /// <summary>Whether its holder is to checkpoint and hand the lease back.</summary>
    [Id(7), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool MustLeave { get; init; }

    /// <summary>The trial whose result this is; null for one that trained itself.</summary>
    [Id(8)]
    public TrialId? ReusedFrom { get; init; }

    /// <summary>Whether other sweeps can find its result.</summary>
    [Id(9), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsPublished { get; init; }

    /// <summary>Seconds whose work was thrown away, as far as the trial's record has told.</summary>
    [Id(10), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double LostSeconds { get; init; }

    /// <summary>The time that its lost lease had it, until the record knows; null where none is lost.</summary>
    [Id(12)]
    public HeldTime? Lost { get; init; }

    /// <summary>Time that its lease has had its slots, for the next activation: at most a minute less than the truth.</summary>
    [Id(13), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double HeldSeconds { get; init; }

    private const double HeldStep = 60;

    public static LedgerRow Untouched { get; } = new();

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
