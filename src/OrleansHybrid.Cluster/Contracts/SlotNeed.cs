using OrleansHybrid.Sweeps.Scheduling;

namespace OrleansHybrid.Cluster.Contracts;

/// <summary>The slots of a silo that one trial takes.</summary>
/// <param name="Slots">Slots at once, of the same silo.</param>
/// <param name="Device"><c>cpu</c> or <c>cuda</c>.</param>
internal sealed record SlotNeed(int Slots, string Device)
{
    /// <returns>Null where slots of this kind can never train the trial.</returns>
    public static SlotNeed? Of(TrialResources resources, SlotKind kind)
    {
        var gpus = resources.Gpus ?? (resources.Cpus is null && kind is SlotKind.Gpu ? 1 : 0);
        return (kind, gpus) switch
        {
            (SlotKind.Gpu, 0) => new(1, "cpu"),
            (SlotKind.Gpu, _) => new(gpus, "cuda"),
            (_, 0) => new(resources.Cpus ?? 1, "cpu"),
            _ => null,
        };
    }
}
