namespace OrleansHybrid.Cluster.Clocks;

/// <summary>The times for which the parts of a cluster wait for each other.</summary>
public sealed record ClusterTimings
{
    /// <summary>A trial without a heartbeat for so long is given to another slot.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long an agent trains on, and repeats its reports, while nobody answers it. "Unreachable" is not "revoked": a
    /// control silo that restarts must cost no trainer, so it outlasts the lease by far. It need not be short for
    /// safety: should the trial have gone to another slot meanwhile, its record refuses all that this agent reports, and
    /// the first answer that gets through tells the agent to kill its trainer. It only bounds what an agent that was cut
    /// off for good wastes.
    /// </summary>
    public TimeSpan Outage { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Time between two heartbeats of a slot agent.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Time between two questions for work of a slot agent that has a free slot.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// A trainer that says nothing for so long hangs: it is killed, and its trial restarts from the last checkpoint. Far
    /// longer than the slowest step and the loading of the data, between which a trainer is silent.
    /// </summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The time that trainers get for a last checkpoint when their silo stops.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// How long a call between grains may take. Calls to a silo that died just vanish, so it is short; it is not too
    /// short for a busy disk, and every call that times out is repeated.
    /// </summary>
    public TimeSpan Call { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Time between two looks at a GPU that was set aside; one that goes on failing is looked at less often.</summary>
    public TimeSpan GpuLook { get; init; } = TimeSpan.FromSeconds(15);

    /// <exception cref="ArgumentException">A time is not positive, or the lease does not outlast a few heartbeats.</exception>
    public ClusterTimings Validated()
    {
        if (new[] { Lease, Outage, Heartbeat, Poll, Silence, Grace, Call, GpuLook }.Any(time => time <= TimeSpan.Zero))
            throw new ArgumentException("Every time of the cluster must be longer than zero.");
        if (Lease < 3 * Heartbeat)
            throw new ArgumentException($"A lease of {Lease.TotalSeconds} s must outlast three heartbeats of {Heartbeat.TotalSeconds} s.");
        if (Outage < Lease)
            throw new ArgumentException($"An outage of {Outage.TotalSeconds} s must outlast a lease of {Lease.TotalSeconds} s.");
        return this;
    }
}
