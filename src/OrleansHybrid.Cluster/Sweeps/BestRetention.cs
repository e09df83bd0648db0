using OrleansHybrid.Cluster.Checkpoints;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Sweeps;

/// <summary>
/// Keeps the checkpoints of a sweep's best trials (<c>save_sweep_best</c>). The best are known at the end: every other trial then
/// gives up what it kept for that case.
/// </summary>
internal sealed class BestRetention(OpenSweep sweep, ICheckpointStore checkpoints)
{
    /// <summary>Drops the checkpoints. Repeated after it was broken off: a checkpoint that is dropped already changes nothing.</summary>
    public async Task Apply()
    {
        var definition = sweep.Definition;
        if (definition.Checkpoint.SaveSweepBest == 0) return;
        try
        {
            foreach (var (rank, index) in BestFirst(definition).Index())
            {
                if (sweep.Closing.IsCompleted) return;
                var answer = await sweep.Trial(index).Retain(definition.Checkpoint.Retention(definition.Metric, rank));
                foreach (var dropped in answer.Dropped)
                    await checkpoints.Delete(new(sweep.Id, index), dropped.Name, CancellationToken.None);
            }
        }
        catch (Exception failure) when (failure is OrleansException or TimeoutException or CheckpointStoreException)
        {
            // What is left costs room alone, and hybrid checkpoint gc finds it.
            sweep.Log.LogNotRetained(sweep.Id, failure.Message);
        }
    }

    // One that took another's result over has no checkpoints of its own.
    private IEnumerable<int> BestFirst(SweepDefinition definition) => sweep.Trials
        .Where(index => sweep.Ledger[index] is { HasBegun: true } row && row.State.IsFinal())
        // What was trained farther is better, as on the leaderboard.
        .OrderByDescending(index => definition.Chosen?.IsControl(index) is true ? 0 : definition.RungOf(index))
        .ThenBy(index => definition.Metric.Of(sweep.Ledger[index].Result), definition.Metric.Order());
}
