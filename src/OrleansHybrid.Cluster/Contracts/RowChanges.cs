using OrleansHybrid.Sweeps.Results;

namespace OrleansHybrid.Cluster.Contracts;

/// <summary>The trials that are not any more as they were.</summary>
/// <param name="Rows">How they stand now; null where they are too many for one answer, so that all rows should be read again.</param>
/// <param name="Until">The number to ask with the next time.</param>
[GenerateSerializer, Immutable, Alias("row-changes")]
public sealed record RowChanges([property: Id(0)] TrialRow[]? Rows, [property: Id(1)] long Until);
