using System.Globalization;
using System.Text.Json.Serialization;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Contracts;

/// <summary>Names one lease: no two leases are equal.</summary>
/// <param name="Agent">The silo address of the slot agent that holds it.</param>
/// <param name="Slot">The slots it occupies: <c>gpu0</c>, <c>cpu0+cpu1</c>.</param>
/// <param name="Granted">
/// When it was granted, UTC, in ticks of 100 ns; later than the submission of its sweep. A name, from which no duration follows.
/// </param>
[GenerateSerializer, Immutable, Alias("lease-key")]
public sealed record LeaseKey([property: Id(0)] string Agent, [property: Id(1)] string Slot, [property: Id(2)] long Granted)
{
    /// <summary>The names of the slots.</summary>
    [JsonIgnore]
    public string[] Slots => Slot.Split('+');

    /// <summary>The silo and its slots as people read them: <c>10.0.0.7:11111/gpu0</c>.</summary>
    [JsonIgnore]
    public string Place => $"{SiloPlace.Of(Agent)}/{Slot}";

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Agent}/{Slot}/{Granted}");
}

/// <summary>The right of some slots to train a trial, and all that it takes to train it.</summary>
[GenerateSerializer, Immutable, Alias("trial-lease")]
public sealed record TrialLease
{
    [Id(0)]
    public required LeaseKey Key { get; init; }

    [Id(1)]
    public required TrialId Trial { get; init; }

    [Id(2)]
    public required Recipe Recipe { get; init; }

    /// <summary>The slots of the offer that it occupies.</summary>
    [Id(3)]
    public required string[] Slots { get; init; }

    /// <summary><c>cpu</c> or <c>cuda</c>.</summary>
    [Id(4)]
    public required string Device { get; init; }

    /// <summary>Threads of the trainer.</summary>
    [Id(5)]
    public required int Threads { get; init; }

    [Id(6)]
    public required CheckpointPolicy Checkpoint { get; init; }

    [Id(7)]
    public required int MaxRestarts { get; init; }

    /// <summary>The metric that its sweep optimises.</summary>
    [Id(8)]
    public required ObjectiveMetric Metric { get; init; }

    /// <summary>The time that the trial's lost former holder had it; null where none is lost.</summary>
    [Id(10)]
    public HeldTime? Lost { get; init; }

    /// <summary>The fingerprint of the data that the trial learns from.</summary>
    [Id(11)]
    public DataFingerprint? Data { get; init; }

    /// <summary>The epoch after which it pauses at a rung; null to train to the end.</summary>
    [Id(12)]
    public int? UntilEpoch { get; init; }

    /// <summary>
    /// The trial that paused at the rung below with the same settings: while this one has no checkpoint of its own, it goes on from that
    /// one's last. Null if there is none; without the checkpoint it trains to the same bits from the start.
    /// </summary>
    [Id(13)]
    public TrialId? After { get; init; }
}

/// <param name="Lease">Null when the sweep has no trial for these slots now.</param>
/// <param name="IsFinished">Whether the sweep has no trial left, for these or other slots.</param>
/// <param name="Wish">The offer that the sweep would take instead.</param>
/// <param name="LookAt">A data set that the agent should look at, or look at again; null for none.</param>
/// <param name="More">The leases besides the first, each of other slots; null for none.</param>
[GenerateSerializer, Immutable, Alias("lease-answer")]
public sealed record LeaseAnswer(
    [property: Id(0)] TrialLease? Lease,
    [property: Id(1)] bool IsFinished,
    [property: Id(2)] SlotWish Wish = SlotWish.None,
    [property: Id(3)] DatasetName? LookAt = null,
    [property: Id(4)] TrialLease[]? More = null)
{
    /// <summary>All leases of the answer.</summary>
    public IReadOnlyList<TrialLease> Leases => Lease is null ? [] : [Lease, .. More ?? []];

    internal static LeaseAnswer Of(IReadOnlyList<TrialLease> leases, bool isFinished, SlotWish wish, DatasetName? lookAt) =>
        new(leases.Count > 0 ? leases[0] : null, isFinished, wish, lookAt, leases.Count > 1 ? [.. leases.Skip(1)] : null);
}

/// <summary>The offer that a sweep would take in place of the one that it took nothing of.</summary>
public enum SlotWish
{
    /// <summary>It has nothing to start.</summary>
    None,

    /// <summary>Slots of another silo.</summary>
    OtherSilo,

    /// <summary>More slots of this silo than are free.</summary>
    MoreFreeSlots,
}

/// <summary>A trial that an agent trains, at a glance.</summary>
[GenerateSerializer, Immutable, Alias("live-trial")]
public sealed record LiveTrial
{
    [Id(0)]
    public required int Index { get; init; }

    [Id(1)]
    public required LeaseKey Lease { get; init; }

    /// <summary>
    /// The attempt's number in the record; of the record are also <see cref="Preemptions"/> and <see cref="LostSeconds"/>.
    /// </summary>
    [Id(2)]
    public required int Attempt { get; init; }

    [Id(3)]
    public required int Preemptions { get; init; }

    /// <summary>Step of the newest checkpoint that this attempt committed; 0 before the first.</summary>
    [Id(4)]
    public required int CommittedStep { get; init; }

    [Id(5)]
    public LiveProgress? Progress { get; init; }

    /// <summary>The latest evaluation.</summary>
    [Id(6)]
    public Accuracy? Accuracy { get; init; }

    /// <summary>The trainer's warnings to a person; null where there are none.</summary>
    [Id(7)]
    public string? Warning { get; init; }

    [Id(8)]
    public double LostSeconds { get; init; }

    /// <summary>Time that this lease has had its slots, by the agent's steady clock; null from an agent of an older version.</summary>
    [Id(9)]
    public double? HeldSeconds { get; init; }

    /// <summary>The same of all attempts before, of the record.</summary>
    [Id(10)]
    public double? PastSeconds { get; init; }

    /// <summary>The latest evaluation on the validation images.</summary>
    [Id(11)]
    public Accuracy? Validation { get; init; }

    /// <summary>
    /// Time since this attempt's last commit, or since its beginning, by the agent's clock; null from an agent of an older version.
    /// </summary>
    [Id(12)]
    public double? SecondsAtRisk { get; init; }
}

/// <summary>The answer to a heartbeat.</summary>
public enum LeaseCommand
{
    Continue,

    /// <summary>Checkpoint at the next step and hand the lease back.</summary>
    CheckpointAndExit,

    /// <summary>The lease is lost: kill the trainer and forget the trial.</summary>
    Abandon,
}

/// <summary>Why an agent hands a lease back without a final trial.</summary>
public enum ReleaseReason
{
    /// <summary>It was asked to; every step is in the checkpoint.</summary>
    Notice,

    /// <summary>The training failed by its own fault and may be restarted.</summary>
    OwnFault,

    /// <summary>The machine failed it.</summary>
    Trouble,
}
