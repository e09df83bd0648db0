using OrleansHybrid.Cluster.Checkpoints;
using OrleansHybrid.Cluster.Clocks;

namespace OrleansHybrid.Cluster.Sweeps;

/// <summary>The parts of a sweep's grain, each with one task, over the sweep in memory.</summary>
internal sealed class SweepParts
{
    /// <param name="leave">Ends this activation of the grain.</param>
    public SweepParts(OpenSweep sweep, SweepRevival revival, ICheckpointStore checkpoints, AwakeTime time, Action leave)
    {
        var results = new ResultPublishing(sweep);
        Sweep = sweep;
        Saving = new(sweep, results, time, leave);
        Leases = new(sweep, new(sweep), Saving, results, time);
        Verbs = new(sweep, Saving);
        Retention = new(sweep, checkpoints);
        Rungs = new(sweep, checkpoints);
        Deletion = new(sweep, Saving, revival, checkpoints, time);
        Watch = new(sweep, Saving, revival);
    }

    public OpenSweep Sweep { get; }

    public LedgerSaving Saving { get; }

    public SweepLeases Leases { get; }

    public SweepVerbs Verbs { get; }

    public BestRetention Retention { get; }

    public RungEviction Rungs { get; }

    public SweepDeletion Deletion { get; }

    public SweepWatch Watch { get; }
}
