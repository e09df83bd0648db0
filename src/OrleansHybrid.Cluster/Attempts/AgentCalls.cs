using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Slots;

namespace OrleansHybrid.Cluster.Attempts;

/// <summary>The calls of a silo's agent to the scheduler and to the sweeps.</summary>
internal sealed class AgentCalls(SlotPool pool, SeenData data, IGrainFactory grains, ILocalSiloDetails silo)
{
    private readonly string _agent = silo.SiloAddress.ToParsableString();

    /// <summary>Completes when no data set is looked at any more.</summary>
    public Task Looking => data.Idle();

    /// <summary>Asks for trials, and begins to look at a data set where the answer wants that.</summary>
    /// <param name="free">The free slots.</param>
    /// <param name="stopping">Ends the look.</param>
    /// <returns>None where there is no trial for these slots now; one at a time from a scheduler of an older version.</returns>
    public async Task<IReadOnlyList<TrialLease>> Lease(string[] free, CancellationToken stopping)
    {
        var answer = await grains.GetScheduler().Lease(Offer(free) with { Trials = free.Length });
        if (answer.LookAt is { } dataset) data.Look(dataset, stopping);
        return answer.Leases;
    }

    /// <summary>Tells the scheduler that this silo is there, with no slot free.</summary>
    public Task Present() => grains.GetScheduler().Present(Offer([]));

    public Task<LeaseCommand[]> Heartbeat(string sweep, LiveTrial[] live) => grains.GetGrain<ISweepGrain>(sweep).Heartbeat(_agent, live);

    private SlotOffer Offer(string[] free)
    {
        var aside = pool.Aside.Select(gpu => gpu.Slots).ToArray();
        return new(_agent, pool.Kind, free, pool.Total, data.Known, aside.Length > 0 ? aside : null);
    }
}
