namespace OrleansHybrid.Cluster.Sweeps;

/// <summary>What a sweep is. Its ledger is stored apart.</summary>
/// <param name="Yaml">The sweep file's text; null before the sweep is started.</param>
/// <param name="File">Its name, for messages.</param>
/// <param name="Submitted">When it was first submitted.</param>
[GenerateSerializer, Immutable, Alias("sweep-record")]
internal sealed record SweepRecord(
    [property: Id(0)] string? Yaml,
    [property: Id(1)] string File,
    [property: Id(2)] DateTimeOffset Submitted)
{
    public SweepRecord()
        : this(null, "", default)
    {
    }
}
