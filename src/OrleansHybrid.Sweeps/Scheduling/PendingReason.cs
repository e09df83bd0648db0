using System.Text.Json.Serialization;
using OrleansHybrid.Sweeps.Text;

namespace OrleansHybrid.Sweeps.Scheduling;

/// <summary>Why a trial that has no result does not run now.</summary>
/// <param name="Kind">For programs.</param>
/// <param name="Message">For people, with the remedy where there is one.</param>
public sealed record PendingReason(PendingKind Kind, string Message);

[JsonConverter(typeof(KebabCaseEnumConverter<PendingKind>))]
public enum PendingKind
{
    /// <summary>Every slot that could train it is busy, and this sweep is next.</summary>
    NoSlotFree,

    /// <summary>Every slot is busy, and the next free one goes to a sweep of higher priority.</summary>
    BehindByPriority,

    /// <summary>Every slot is busy, and the next free one goes to a sweep that has had less than its share.</summary>
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

    /// <summary>A fault of the machines was met a moment ago.</summary>
    BackingOff,

    /// <summary>A person paused the sweep or the trial.</summary>
    Paused,

    /// <summary>A person stopped the sweep or the trial, or its time was over.</summary>
    Stopped,

    /// <summary>A person cancelled the sweep or the trial.</summary>
    Cancelled,

    /// <summary>Another run has the cluster to itself.</summary>
    HeldBack,

    /// <summary>No silo has the data that its sweep learns from.</summary>
    OtherData,

    /// <summary>A silo reads its data, to know what it has.</summary>
    ReadsData,
}
