using Microsoft.Extensions.Logging;
using OrleansHybrid.Cluster.Checkpoints;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Sweeps;

/// <remarks>Which trials are the best is known at the end: then every other one gives up what it kept for that case.</remarks>
internal sealed partial class SweepGrain
{
    /// <summary>Applied again when it was broken off: dropping what is dropped already changes nothing.</summary>
    private async Task Retain()
    {
        var definition = Sweep.Definition;
        if (definition.Checkpoint.SaveSweepBest == 0) return;
        try
        {
            foreach (var (rank, index) in BestFirst(definition.Metric).Index())
            {
                if (_closing.Task.IsCompleted) return;
                var answer = await Trial(index).Retain(definition.Checkpoint.Retention(definition.Metric, rank));
                foreach (var dropped in answer.Dropped) await checkpoints.Delete(new(this.GetPrimaryKeyString(), index), dropped.Name, CancellationToken.None);
            }
        }
        catch (Exception failure) when (failure is OrleansException or TimeoutException or CheckpointStoreException)
        {
            // What is left costs room alone, and hybrid checkpoint gc finds it.
            LogNotRetained(this.GetPrimaryKeyString(), failure.Message);
        }
    }

    private IEnumerable<int> BestFirst(ObjectiveMetric metric) =>
        from index in Trials
        let row = Sweep.Ledger[index]
        // One that took another's result over has no checkpoints of its own.
        where row.HasBegun && row.State.IsFinal()
        orderby metric.Of(row.Result) is { } value ? metric.Goal is Goal.Minimize ? value : -value : double.PositiveInfinity, index
        select index;

    [LoggerMessage(LogLevel.Warning, "{Sweep}: not all checkpoints that save_sweep_best gives up are deleted: {Message}")]
    private partial void LogNotRetained(string sweep, string message);
}
