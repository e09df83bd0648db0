using OrleansHybrid.Sweeps.Scheduling;

namespace OrleansHybrid.Cluster.Contracts;

/// <summary>A sweep beside the others, as the scheduler sees it.</summary>
/// <param name="IsActive">Whether it takes part at all.</param>
/// <param name="Ahead">The sweep that gets the next free slot, where that is another one.</param>
/// <param name="IsAheadByPriority">Whether that one has a higher priority, not only a share to catch up on.</param>
/// <param name="Silos">The slots of each silo.</param>
[GenerateSerializer, Immutable, Alias("queue-place")]
public sealed record QueuePlace(
    [property: Id(0)] bool IsActive,
    [property: Id(1)] string? Ahead,
    [property: Id(2)] bool IsAheadByPriority,
    [property: Id(3)] SiloSlots[] Silos)
{
    internal PendingReason WhyWaiting(TrialResources resources)
    {
        if (!IsActive)
            return new(PendingKind.HeldBack, "another run has the silos to itself; 'hybrid submit' lets this sweep take part again");
        if (Silos.Length == 0) return new(PendingKind.NoSilo, "no silo has offered a slot yet");
        if (!Silos.Any(silo => silo.CanTrain(resources)))
            return Silos.Where(silo => silo.Whole.CanTrain(resources)).SelectMany(silo => silo.Aside ?? []).ToList() is { Count: > 0 } aside
                ? new(PendingKind.NoSlotFree, $"every slot that could train it is set aside ({string.Join("; ", aside)})")
                : WhyNeverHere(resources);
        if (Ahead is null) return new(PendingKind.NoSlotFree, "every slot is busy");
        return IsAheadByPriority
            ? new(PendingKind.BehindByPriority, $"every slot is busy, and {Ahead} goes first by its priority")
            : new(PendingKind.BehindByShare, $"every slot is busy, and {Ahead} goes first: it has had less than its share");
    }

    private PendingReason WhyNeverHere(TrialResources resources)
    {
        var needed = resources.Gpus is > 0 and var gpus
            ? $"{gpus} GPU{(gpus == 1 ? "" : "s")} at once"
            : $"{resources.Cpus ?? 1} cores at once";
        var best = Silos.MaxBy(silo => (silo.Kind is SlotKind.Gpu, silo.Slots))!;
        return best.Kind is SlotKind.Gpu
            ? new(PendingKind.NeedsMoreSlots, $"needs {needed}; the largest silo has {best.Slots} GPU slots")
            : new(
                resources.Gpus > 0 ? PendingKind.NeedsGpu : PendingKind.NeedsMoreSlots,
                $"needs {needed}; no silo has a GPU and the largest has {best.Slots} CPU slots");
    }
}

/// <param name="Slots">Free or not, without those that are set aside.</param>
/// <param name="Aside">The slots that are set aside; null for none.</param>
[GenerateSerializer, Immutable, Alias("silo-slots")]
public sealed record SiloSlots(
    [property: Id(0)] SlotKind Kind, [property: Id(1)] int Slots, [property: Id(2)] SlotsAside[]? Aside = null)
{
    /// <summary>As a silo has when all that is set aside is back.</summary>
    internal SiloSlots Whole => new(Kind, Slots + (Aside ?? []).Sum(aside => aside.Slots.Length));

    internal bool CanTrain(TrialResources resources) => SlotNeed.Of(resources, Kind) is { } need && need.Slots <= Slots;

    /// <summary>As much as a lease tells of the silo that holds it, which has at least as many slots as are busy.</summary>
    internal static SiloSlots Of(LeaseKey lease, int busy) =>
        new(lease.Slot.StartsWith("cpu", StringComparison.Ordinal) ? SlotKind.Cpu : SlotKind.Gpu, busy);
}
