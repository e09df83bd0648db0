namespace OrleansHybrid.Cluster.Hosting;

/// <summary>How long the parts of a cluster wait for each other.</summary>
public sealed record ClusterTimings
{
    /// <summary>A trial without a heartbeat for so long is given to another slot, and its trainer is killed.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Time between two heartbeats of a slot agent.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Time between two questions for work of a slot agent that has a free slot.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// A trainer that says nothing for so long hangs: it is killed, and its trial restarts from the last checkpoint. Far
    /// longer than the slowest step and the loading of the data, between which a trainer is silent.
    /// </summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>What trainers get for a last checkpoint when their silo stops.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// How long a call between grains may take. Calls to a silo that died just vanish, so it is short; it is not too
    /// short for a busy disk, and every call that times out is repeated.
    /// </summary>
    public TimeSpan Call { get; init; } = TimeSpan.FromSeconds(3);

    /// <exception cref="ArgumentException">A time is not positive, or the lease does not outlast a few heartbeats.</exception>
    public ClusterTimings Validated()
    {
        if (new[] { Lease, Heartbeat, Poll, Silence, Grace, Call }.Any(time => time <= TimeSpan.Zero))
            throw new ArgumentException("Every time of the cluster must be longer than zero.");
        if (Lease < 3 * Heartbeat)
            throw new ArgumentException($"A lease of {Lease.TotalSeconds} s must outlast three heartbeats of {Heartbeat.TotalSeconds} s.");
        return this;
    }
}
