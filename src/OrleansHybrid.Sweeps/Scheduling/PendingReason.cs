using System.Text.Json.Serialization;
using OrleansHybrid.Sweeps.Text;

namespace OrleansHybrid.Sweeps.Scheduling;

/// <summary>The reason why a trial without a result is not running.</summary>
/// <param name="Kind">The kind of reason, for programs.</param>
/// <param name="Message">The text for people, with the remedy if there is one.</param>
public sealed record PendingReason(PendingKind Kind, string Message);

[JsonConverter(typeof(KebabCaseEnumConverter<PendingKind>))]
public enum PendingKind
{
    /// <summary>Every slot that could train it is busy, and this sweep is next.</summary>
    NoSlotFree,

    /// <summary>Every slot is busy, and the next free one goes to a sweep of higher priority.</summary>
    BehindByPriority,

    /// <summary>Every slot is busy, and the next free one goes to a sweep that is below its share.</summary>
    BehindByShare,

    /// <summary>No silo has offered a slot yet.</summary>
    NoSilo,

    /// <summary>It needs a GPU, and no silo has one.</summary>
    NeedsGpu,

    /// <summary>It needs more slots at once than any silo has.</summary>
    NeedsMoreSlots,

    /// <summary>The sweep's <c>max_concurrent_trials</c> are running.</summary>
    MaxConcurrentTrials,

    /// <summary>The sweep occupies its <c>max_slots</c>.</summary>
    MaxSlots,

    /// <summary>A budget of the sweep is used up.</summary>
    BudgetUsedUp,

    /// <summary>The trial waits after a fault of the machines.</summary>
    BackingOff,

    /// <summary>A person paused the sweep or the trial.</summary>
    Paused,

    /// <summary>A person stopped the sweep or the trial, or its time limit was reached.</summary>
    Stopped,

    /// <summary>A person cancelled the sweep or the trial.</summary>
    Cancelled,

    /// <summary>Another run uses the whole cluster.</summary>
    HeldBack,

    /// <summary>No silo has the data of its sweep.</summary>
    OtherData,

    /// <summary>A silo is computing the fingerprint of its data.</summary>
    ReadsData,

    /// <summary>The search chooses the trial by results that are not there yet.</summary>
    Results,

    /// <summary>The search does not train the trial.</summary>
    Pruned,
}
