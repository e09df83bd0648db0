using OrleansHybrid.Cluster.Sweeps;

namespace OrleansHybrid.Cluster.Scheduling;

/// <summary>Knows the active sweeps and shares the slots among them. One a cluster: key 0.</summary>
[Alias("scheduler")]
public interface ISchedulerGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Starts a sweep, or goes on with the one that has the same trials; what may change between submissions
    /// (description, concurrency, restarts) is taken from the new text.
    /// </summary>
    /// <param name="yaml">The sweep file's text, already found valid.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="alone">Whether all other sweeps wait until they are submitted again, which is what a run at one console wants.</param>
    /// <returns>The sweep's id.</returns>
    [Alias("submit")]
    Task<string> Submit(string yaml, string file, bool alone = false);

    /// <summary>Finds a trial for free slots, asking the active sweeps in turn.</summary>
    /// <returns>Null when no sweep has a trial for these slots now.</returns>
    [Alias("lease")]
    Task<TrialLease?> Lease(SlotOffer offer);
}

public static class SchedulerGrains
{
    public static ISchedulerGrain GetScheduler(this IGrainFactory grains) => grains.GetGrain<ISchedulerGrain>(0);
}
