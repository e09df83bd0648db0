using Microsoft.Extensions.Logging;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Ledgers;
using OrleansHybrid.Cluster.Storage;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Scheduling;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Sweeps;

/// <summary>A sweep in memory and its stored state. The parts of its grain work on this, on the grain's one thread.</summary>
internal sealed class OpenSweep(
    ActiveSweep active,
    LedgerPages pages,
    DrawPages draws,
    IPersistentState<SweepRecord> record,
    IGrainFactory grains,
    ILogger log)
{
    private readonly TaskCompletionSource _closing = new();

    public string Id { get; } = active.Definition.Id;

    public ActiveSweep Active => active;

    public SweepDefinition Definition => active.Definition;

    public Ledger Ledger => active.Ledger;

    public LedgerPages Pages => pages;

    /// <summary>The stored choices of its search.</summary>
    public DrawPages Draws => draws;

    /// <summary>The sweep's record, as it was saved last.</summary>
    public SweepRecord Record => record.State;

    public ILogger Log => log;

    public IEnumerable<int> Trials => Enumerable.Range(0, Ledger.Trials);

    public bool IsBeingDeleted => active.Phase is SweepPhase.Deleting;

    /// <summary>True once nothing is stored of the sweep any more.</summary>
    public bool IsDeleted { get; private set; }

    /// <summary>Completes when the grain leaves memory; long work ends then, and the next activation takes it up.</summary>
    public Task Closing => _closing.Task;

    public ITrialGrain Trial(int index) => grains.GetTrial(new(Id, index));

    /// <summary>The grain of the results of all trials that are equal to this one on this data.</summary>
    public IResultGrain ResultOf(TrialSpec trial, DataFingerprint data) => grains.GetGrain<IResultGrain>(trial.ResultKey(data));

    /// <summary>Saves the record, if it differs from the saved one.</summary>
    public Task Save(SweepRecord next) => next == Record ? Task.CompletedTask : record.Save(next);

    /// <summary>Deletes the ledger, the choices and then the record.</summary>
    public async Task Delete()
    {
        await pages.Clear();
        await draws.Clear();
        await record.ClearStateAsync();
        IsDeleted = true;
    }

    public void Close() => _closing.TrySetResult();
}
