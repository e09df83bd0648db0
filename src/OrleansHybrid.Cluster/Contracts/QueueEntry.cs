using OrleansHybrid.Sweeps.Scheduling;

namespace OrleansHybrid.Cluster.Contracts;

/// <summary>A sweep's place among those that share the slots.</summary>
/// <param name="Slots">Slots that it occupies.</param>
/// <param name="IsWaiting">Whether it had a trial to start when it was its turn.</param>
[GenerateSerializer, Immutable, Alias("queue-entry")]
public sealed record QueueEntry(
    [property: Id(0)] string Sweep, [property: Id(1)] SweepShare Share, [property: Id(2)] int Slots, [property: Id(3)] bool IsWaiting);
