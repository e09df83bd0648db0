using OrleansHybrid.Sweeps.Scheduling;

namespace OrleansHybrid.Cluster.Contracts;

/// <param name="Share">Its priority and weight.</param>
/// <param name="Leases">The slots that it occupies.</param>
/// <param name="Seconds">Time that each of these leases has had its slots; null from a silo of an older version.</param>
[GenerateSerializer, Immutable, Alias("sweep-claim")]
public sealed record SweepClaim(
    [property: Id(0)] SweepShare Share, [property: Id(1)] LeaseKey[] Leases, [property: Id(2)] double[]? Seconds = null);
