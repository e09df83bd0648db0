namespace OrleansHybrid.Cluster.Contracts;

/// <param name="Sweep">The sweep's id.</param>
/// <param name="Refused">Why it was not taken, with the remedy; null where it was.</param>
[GenerateSerializer, Immutable, Alias("submission")]
public sealed record Submission([property: Id(0)] string Sweep, [property: Id(1)] string? Refused = null);
