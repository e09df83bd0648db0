using OrleansHybrid.Sweeps.Scheduling;

namespace OrleansHybrid.Cluster.Sweeps;

/// <param name="Share">Its priority and weight.</param>
/// <param name="Leases">The slots that it occupies.</param>
[GenerateSerializer, Immutable, Alias("sweep-claim")]
public sealed record SweepClaim([property: Id(0)] SweepShare Share, [property: Id(1)] LeaseKey[] Leases);
