namespace OrleansHybrid.Cluster.Contracts;

/// <param name="Address">Its address in the cluster, which it loses when it restarts.</param>
/// <param name="Slots">Free or not, without those that are set aside.</param>
/// <param name="Busy">Those on which something trains.</param>
/// <param name="Aside">The slots that are set aside; null for none.</param>
[GenerateSerializer, Immutable, Alias("training-silo")]
public sealed record TrainingSilo(
    [property: Id(0)] string Address,
    [property: Id(1)] SlotKind Kind,
    [property: Id(2)] int Slots,
    [property: Id(3)] int Busy,
    [property: Id(4)] SlotsAside[]? Aside = null);
