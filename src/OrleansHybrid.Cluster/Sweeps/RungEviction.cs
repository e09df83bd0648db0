using OrleansHybrid.Cluster.Checkpoints;
using OrleansHybrid.Sweeps.Search;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Sweeps;

/// <summary>
/// Gives up checkpoints of trials that paused at a rung, the worst first, when a sweep's quota leaves no room. Nothing depends on them
/// but time: a promoted trial without one trains to the same bits from the start. Without this, paused trials would fill the quota and
/// the sweep would wait for ever.
/// </summary>
internal sealed class RungEviction(OpenSweep sweep, ICheckpointStore checkpoints)
{
    private static readonly CheckpointRetention Nothing = new(0, 0);

    // A restart asks their records once more, which changes nothing.
    private readonly HashSet<int> _empty = [];

    /// <returns>False if no trial that paused has a checkpoint any more.</returns>
    public async Task<bool> MakeRoom()
    {
        if (sweep.Definition.Chosen is not { } chosen) return false;
        foreach (var trial in WorstFirst(chosen))
        {
            var dropped = (await sweep.Trial(trial).Retain(Nothing)).Dropped;
            _empty.Add(trial);
            foreach (var checkpoint in dropped) await checkpoints.Delete(new(sweep.Id, trial), checkpoint.Name, CancellationToken.None);
            if (dropped.Length > 0) return true;
        }

        return false;
    }

    /// <summary>The trials that paused: those that nobody goes on from first, and of these the worst.</summary>
    private List<int> WorstFirst(ChosenTrials chosen)
    {
        var promoted = sweep.Trials.Select(trial => chosen.DrawOf(trial)?.After).OfType<int>().ToHashSet();
        return
        [
            .. from trial in sweep.Trials
               where sweep.Ledger[trial].State is TrialState.Completed && chosen.UntilEpoch(trial) is not null && !_empty.Contains(trial)
               let metric = sweep.Definition.MetricOf(trial)
               orderby promoted.Contains(trial), metric.Of(sweep.Ledger[trial].Result) is { } value && double.IsFinite(value)
                   ? (sweep.Definition.Metric.Goal is Goal.Maximize ? value : -value)
                   : double.NegativeInfinity
               select trial,
        ];
    }
}
