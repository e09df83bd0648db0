using Orleans.Concurrency;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Trials;

/// <summary>One trial's durable record and the guard of its lease. Key: <see cref="TrialId"/>.</summary>
[Alias("trial")]
public interface ITrialGrain : IGrainWithStringKey
{
    /// <summary>The trial's epochs so far, in order.</summary>
    [Alias("history"), AlwaysInterleave]
    Task<IReadOnlyList<EpochMetrics>> History();
}

public static class TrialGrains
{
    public static ITrialGrain GetTrial(this IGrainFactory grains, TrialId id) => grains.GetGrain<ITrialGrain>(id.ToString());
}
