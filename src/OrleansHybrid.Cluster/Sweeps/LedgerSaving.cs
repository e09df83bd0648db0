using Orleans.Storage;
using OrleansHybrid.Cluster.Clocks;
using OrleansHybrid.Cluster.Metrics;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Sweeps;

/// <summary>
/// Saves a sweep's ledger behind the calls: what they acknowledge is in the trials' records already, from which a ledger that
/// lags or is lost heals, one lease after the other.
/// </summary>
/// <param name="leave">Ends this activation.</param>
internal sealed class LedgerSaving(OpenSweep sweep, ResultPublishing results, AwakeTime time, Action leave)
{
    private static readonly RetryPolicy Policy = RetryPolicy.Every(TimeSpan.FromSeconds(1));

    // A sweep that is finished when it is loaded was traced before.
    private bool _isTraced = sweep.Ledger.IsFinished;

    /// <summary>Completes when the write that is under way is over.</summary>
    public Task Writing { get; private set; } = Task.CompletedTask;

    /// <summary>
    /// True once all trials are final, on disk too. Who takes a sweep for finished before forgets it, and nobody brings it back if its
    /// silo dies meanwhile.
    /// </summary>
    public bool HasFinished => sweep.Ledger.IsFinished && Writing.IsCompleted && !sweep.Pages.HasChanges;

    /// <summary>Begins to save what has changed, unless that is under way.</summary>
    public void Begin()
    {
        Trace();
        if (Writing.IsCompleted && sweep.Pages.HasChanges) Writing = WriteBehind();
    }

    /// <summary>Returns when all changes so far are on disk.</summary>
    public async Task Flush()
    {
        Begin();
        await Writing;
        if (sweep.Pages.HasChanges) throw new OrleansException("The ledger could not be saved; ask again.");
    }

    private async Task WriteBehind()
    {
        try
        {
            await Policy.Run(WriteAll, IsTransient, time);
        }
        catch (InconsistentStateException conflict)
        {
            // Another activation writes this ledger: this one must not go on with what it believes.
            sweep.Log.LogConflict(sweep.Id, conflict.Message);
            leave();
        }
    }

    private async Task WriteAll()
    {
        while (sweep.Pages.HasChanges)
        {
            await results.Publish();
            await sweep.Pages.WriteChanged();
        }
    }

    private bool IsTransient(Exception failure)
    {
        if (failure is InconsistentStateException or not (OrleansException or TimeoutException or IOException)) return false;
        sweep.Log.LogNotSaved(sweep.Id, failure.Message);
        return true;
    }

    private void Trace()
    {
        var ledger = sweep.Ledger;
        if (ledger.IsFinished == _isTraced) return;
        _isTraced = ledger.IsFinished;
        if (_isTraced)
            SweepTraces.Sweep(sweep.Id, sweep.Record.Submitted, time.GetUtcNow(), ledger.Trials, ledger.Count(TrialState.Failed));
    }
}
