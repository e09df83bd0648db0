using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Trials;

/// <summary>The stored form of a trial.</summary>
[GenerateSerializer, Immutable, Alias("trial-record")]
internal sealed record TrialRecord([property: Id(0)] Trial Trial)
{
    public TrialRecord()
        : this(Trial.New)
    {
    }
}
