using Orleans.Concurrency;
using OrleansHybrid.Cluster.Sweeps;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Scheduling;

namespace OrleansHybrid.Cluster.Scheduling;

/// <summary>Knows the sweeps, takes what people want of them, and shares the slots among those that are active. One a cluster: key 0.</summary>
[Alias("scheduler")]
public interface ISchedulerGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Starts a sweep, or goes on with the one that has the same trials; what may change between submissions
    /// (description, concurrency, restarts, priority, budgets) is taken from the new text.
    /// </summary>
    /// <param name="yaml">The sweep file's text, already found valid.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="alone">Whether all other sweeps wait until they are submitted again, which is what a run at one console wants.</param>
    /// <returns>The sweep's id.</returns>
    [Alias("submit")]
    Task<string> Submit(string yaml, string file, bool alone = false);

    /// <inheritdoc cref="ISweepGrain.Extend"/>
    [Alias("extend")]
    Task<VerbAnswer> Extend(string sweep, SweepText text);

    /// <inheritdoc cref="ISweepGrain.Tell"/>
    [Alias("tell")]
    Task<VerbAnswer> Tell(string sweep, Verb verb, int? trial);

    /// <summary>Finds a trial for free slots, asking the active sweeps in the order of <see cref="FairShare"/>.</summary>
    /// <returns>Null when no sweep has a trial for these slots now.</returns>
    [Alias("lease")]
    Task<TrialLease?> Lease(SlotOffer offer);

    /// <summary>Every sweep that was ever submitted, in the order of submission.</summary>
    [Alias("list"), AlwaysInterleave]
    Task<string[]> List();

    [Alias("place"), AlwaysInterleave]
    Task<QueuePlace> PlaceOf(string sweep);
}

public static class SchedulerGrains
{
    public static ISchedulerGrain GetScheduler(this IGrainFactory grains) => grains.GetGrain<ISchedulerGrain>(0);
}
