namespace OrleansHybrid.Cluster.Contracts;

/// <summary>Slots of a silo that take no trial until their GPU works again.</summary>
/// <param name="Slots">Their names.</param>
/// <param name="Why">What failed, for people.</param>
[GenerateSerializer, Immutable, Alias("slots-aside")]
public sealed record SlotsAside([property: Id(0)] string[] Slots, [property: Id(1)] string Why)
{
    public override string ToString() => $"{string.Join(" ", Slots)}: {Why}";
}
