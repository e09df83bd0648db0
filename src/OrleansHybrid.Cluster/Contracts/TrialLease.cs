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
    public string Place => $"{Agent.Split('@')[0]}/{Slot}";

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Agent}/{Slot}/{Granted}");
}

/// <summary>The right of some slots to train a trial, and all that it takes to train it.</summary>
/// <param name="Slots">The slots of the offer that it occupies.</param>
/// <param name="Device"><c>cpu</c> or <c>cuda</c>.</param>
/// <param name="Threads">Threads of the trainer.</param>
/// <param name="Metric">The metric that its sweep optimises.</param>
/// <param name="Lost">The time that the trial's lost former holder had it; null where none is lost.</param>
/// <param name="Data">The fingerprint of the data that the trial learns from.</param>
[GenerateSerializer, Immutable, Alias("trial-lease")]
public sealed record TrialLease(
    [property: Id(0)] LeaseKey Key,
    [property: Id(1)] TrialId Trial,
    [property: Id(2)] Recipe Recipe,
    [property: Id(3)] string[] Slots,
    [property: Id(4)] string Device,
    [property: Id(5)] int Threads,
    [property: Id(6)] CheckpointPolicy Checkpoint,
    [property: Id(7)] int MaxRestarts,
    [property: Id(8)] ObjectiveMetric Metric,
    [property: Id(10)] HeldTime? Lost = null,
    [property: Id(11)] DataFingerprint? Data = null);

/// <param name="Lease">Null when the sweep has no trial for these slots now.</param>
/// <param name="IsFinished">Whether the sweep has no trial left, for these or other slots.</param>
/// <param name="Wish">The offer that the sweep would take instead.</param>
/// <param name="LookAt">A data set that the agent should look at, or look at again; null for none.</param>
[GenerateSerializer, Immutable, Alias("lease-answer")]
public sealed record LeaseAnswer(
    [property: Id(0)] TrialLease? Lease,
    [property: Id(1)] bool IsFinished,
    [property: Id(2)] SlotWish Wish = SlotWish.None,
    [property: Id(3)] DatasetName? LookAt = null);

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
/// <param name="Attempt">
/// The attempt's number in the record; of the record are also <paramref name="Preemptions"/> and <paramref name="LostSeconds"/>.
/// </param>
/// <param name="CommittedStep">Step of the newest checkpoint that this attempt committed; 0 before the first.</param>
/// <param name="Accuracy">The latest evaluation.</param>
/// <param name="Warning">The trainer's warnings to a person; null where there are none.</param>
/// <param name="HeldSeconds">
/// Time that this lease has had its slots, by the agent's steady clock; null from an agent of an older version.
/// </param>
/// <param name="PastSeconds">The same of all attempts before, of the record.</param>
/// <param name="Validation">The latest evaluation on the validation images.</param>
[GenerateSerializer, Immutable, Alias("live-trial")]
public sealed record LiveTrial(
    [property: Id(0)] int Index,
    [property: Id(1)] LeaseKey Lease,
    [property: Id(2)] int Attempt,
    [property: Id(3)] int Preemptions,
    [property: Id(4)] int CommittedStep,
    [property: Id(5)] LiveProgress? Progress,
    [property: Id(6)] Accuracy? Accuracy,
    [property: Id(7)] string? Warning = null,
    [property: Id(8)] double LostSeconds = 0,
    [property: Id(9)] double? HeldSeconds = null,
    [property: Id(10)] double? PastSeconds = null,
    [property: Id(11)] Accuracy? Validation = null);

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
