using Orleans.Concurrency;
using OrleansHybrid.Sweeps.Definition.Yaml;
using OrleansHybrid.Sweeps.Scheduling;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Contracts;

/// <summary>Knows the sweeps, takes what people want of them, and shares the slots among those that are active. One a cluster: key
/// 0.</summary>
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
    /// <param name="paused">Whether its trials wait until it is resumed.</param>
    /// <param name="request"><inheritdoc cref="ISweepGrain.Tell" path="/param[@name='request']"/></param>
    [Alias("submit")]
    Task<Submission> Submit(string yaml, string file, bool alone = false, bool paused = false, Guid? request = null);

    /// <inheritdoc cref="ISweepGrain.Extend"/>
    [Alias("extend")]
    Task<VerbAnswer> Extend(string sweep, SweepText text, Guid? request = null);

    /// <inheritdoc cref="ISweepGrain.Tell"/>
    [Alias("tell")]
    Task<VerbAnswer> Tell(string sweep, Verb verb, int? trial, Guid? request = null);

    /// <summary>Finds trials for free slots, asking the active sweeps in the order of <see cref="FairShare"/>.</summary>
    [Alias("lease")]
    Task<SlotAnswer> Lease(SlotOffer offer);

    /// <summary>A silo of which no slot is free offers none, and says with this that it is there.</summary>
    [Alias("present"), AlwaysInterleave]
    Task Present(SlotOffer silo);

    /// <summary>Leaves a sweep out of lists, or takes it in again; nothing of it changes.</summary>
    [Alias("archive")]
    Task<VerbAnswer> Archive(string sweep, bool isArchived);

    /// <summary>
    /// Gives nothing of the sweep to slots any more, and forgets it once nothing is left of it: to be called before and after
    /// <see cref="ISweepGrain.DeleteMore"/>. Refused while anything of it runs or may run.
    /// </summary>
    /// <returns>How many trials are left to delete.</returns>
    [Alias("delete")]
    Task<VerbAnswer> Delete(string sweep);

    /// <summary>Every sweep that was ever submitted and not deleted, in the order of submission.</summary>
    [Alias("list"), AlwaysInterleave]
    Task<KnownSweeps> List();

    /// <summary>The sweeps that may still have work, in the order in which free slots are offered to them.</summary>
    [Alias("queue"), AlwaysInterleave]
    Task<QueueEntry[]> Queue();

    /// <summary>The silos that train, and what each has.</summary>
    [Alias("silos"), AlwaysInterleave]
    Task<TrainingSilo[]> Silos();

    /// <summary>The random id of the cluster's state, by which it marks the place of its checkpoints.</summary>
    [Alias("owner"), AlwaysInterleave]
    Task<string> Owner();

    /// <summary>The version of the program that answers, so that a console of another one can say so.</summary>
    [Alias("version"), AlwaysInterleave]
    Task<string> Version();

    [Alias("place"), AlwaysInterleave]
    Task<QueuePlace> PlaceOf(string sweep);
}

public static class SchedulerGrains
{
    public static ISchedulerGrain GetScheduler(this IGrainFactory grains) => grains.GetGrain<ISchedulerGrain>(0);
}
