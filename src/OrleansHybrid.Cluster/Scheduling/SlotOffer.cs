namespace OrleansHybrid.Cluster.Scheduling;

/// <summary>What the slots of a silo are shares of.</summary>
public enum SlotKind { Cpu, Gpu }

/// <summary>A slot agent's question for work.</summary>
/// <param name="Agent">The agent's silo address.</param>
/// <param name="Kind">Of all the agent's slots.</param>
/// <param name="Free">Names of the slots on which nothing trains; whatever lease they had is over.</param>
/// <param name="Total">The agent's slots, free or not.</param>
[GenerateSerializer, Immutable, Alias("slot-offer")]
public sealed record SlotOffer(
    [property: Id(0)] string Agent,
    [property: Id(1)] SlotKind Kind,
    [property: Id(2)] string[] Free,
    [property: Id(3)] int Total);
