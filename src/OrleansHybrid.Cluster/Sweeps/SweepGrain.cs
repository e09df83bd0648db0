using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Storage;
using OrleansHybrid.Cluster.Hosting;
using OrleansHybrid.Cluster.Metrics;
using OrleansHybrid.Cluster.Scheduling;
using OrleansHybrid.Cluster.Trials;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Results;

namespace OrleansHybrid.Cluster.Sweeps;

/// <remarks>
/// Loads and saves an <see cref="ActiveSweep"/>. Its ledger is saved behind the calls: what they acknowledge is in the
/// trials' records already, from which a ledger that lags or is lost heals, one lease after the other.
/// </remarks>
internal sealed partial class SweepGrain(
    [PersistentState("sweep", StorageNames.Sweeps)] IPersistentState<SweepRecord> record,
    [FromKeyedServices(StorageNames.Sweeps)] IGrainStorage storage,
    ClusterTimings timings,
    ClusterInstruments instruments,
    ActiveSweeps activeSweeps,
    IClusterMembershipService membership,
    TimeProvider time,
    ILogger<SweepGrain> logger) : Grain, ISweepGrain
{
    private static readonly TimeSpan RetryAfterFailedWrite = TimeSpan.FromSeconds(1);

    private ActiveSweep? _sweep;
    private LedgerPages? _pages;
    private Task _writing = Task.CompletedTask;

    private ActiveSweep Sweep =>
        _sweep ?? throw new InvalidOperationException($"No sweep {this.GetPrimaryKeyString()} was ever submitted here.");

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (record.State.Yaml is { } yaml) await Open(SweepDefinition.Parse(yaml, record.State.File));
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        activeSweeps.Remove(this.GetPrimaryKeyString());
        await _writing.WaitAsync(cancellationToken);
    }

    public async Task Start(string yaml, string file)
    {
        var definition = SweepDefinition.Parse(yaml, file);
        if (record.State.Yaml != yaml)
            await record.Save(new(yaml, file, record.State.Yaml is null ? time.GetUtcNow() : record.State.Submitted));

        if (_sweep is null) await Open(definition);
        else _sweep.Definition = definition;
    }

    public Task<LeaseAnswer> Lease(SlotOffer offer)
    {
        if (_sweep is null) return Task.FromResult(new LeaseAnswer(null, IsFinished: true));
        var lease = _sweep.Lease(offer);
        if (lease is not null) LogLeased(lease.Trial.ToString(), lease.Key.Slot);
        Save();
        return Task.FromResult(new LeaseAnswer(lease, _sweep.Ledger.IsFinished));
    }

    public Task<LeaseCommand[]> Heartbeat(string agent, LiveTrial[] trials)
    {
        var commands = Sweep.Heartbeat(trials);
        Save();
        return Task.FromResult(commands);
    }

    public Task Done(int index, TrialDigest trial)
    {
        Sweep.Done(index, trial);
        Save();
        return Task.CompletedTask;
    }

    public Task Release(int index, LeaseKey lease, TrialDigest? trial, ReleaseReason reason, string? trouble)
    {
        Sweep.Release(index, lease, trial, reason, trouble);
        LogReleased(this.GetPrimaryKeyString(), index, reason, trouble);
        Save();
        return Task.CompletedTask;
    }

    public Task<SweepStatus> Status() => Task.FromResult(Sweep.Status());

    public Task<IReadOnlyList<TrialRow>> Rows(int first, int count) => Task.FromResult<IReadOnlyList<TrialRow>>(Sweep.Rows(first, count));

    private async Task Open(SweepDefinition definition)
    {
        var ledger = new Ledger(definition.TrialCount, definition.Metric);
        var pages = new LedgerPages(ledger, GrainContext, storage);
        await pages.Load();
        var sweep = new ActiveSweep(definition, ledger, record.State.Submitted, timings, time, instruments, IsMember, pages.Changed);
        sweep.RestoreLeases();
        (_sweep, _pages) = (sweep, pages);
        activeSweeps.Add(definition.Id, ledger);
        StayAlive();
    }

    private bool IsMember(string agent) =>
        membership.CurrentSnapshot.Members.TryGetValue(SiloAddress.FromParsableString(agent), out var member)
        && member.Status is not SiloStatus.Dead;

    private void Save()
    {
        if (_writing.IsCompleted && _pages is { HasChanges: true } pages) _writing = WriteBehind(pages);
    }

    private async Task WriteBehind(LedgerPages pages)
    {
        while (pages.HasChanges)
        {
            try
            {
                await pages.WriteChanged();
            }
            catch (InconsistentStateException conflict)
            {
                // Another activation writes this ledger: this one must not go on with what it believes.
                LogConflict(this.GetPrimaryKeyString(), conflict.Message);
                DeactivateOnIdle();
                return;
            }
            catch (Exception failure) when (failure is OrleansException or TimeoutException or IOException)
            {
                LogNotSaved(this.GetPrimaryKeyString(), failure.Message);
                await Task.Delay(RetryAfterFailedWrite, time);
            }
        }
    }

    [LoggerMessage(LogLevel.Debug, "Leased {Trial} to {Slot}")]
    private partial void LogLeased(string trial, string slot);

    [LoggerMessage(LogLevel.Information, "{Sweep}: trial {Index} is back ({Reason}) {Trouble}")]
    private partial void LogReleased(string sweep, int index, ReleaseReason reason, string? trouble);

    [LoggerMessage(LogLevel.Warning, "{Sweep}: another activation writes the ledger, this one ends: {Message}")]
    private partial void LogConflict(string sweep, string message);

    [LoggerMessage(LogLevel.Warning, "{Sweep}: the ledger is not saved, will try again: {Message}")]
    private partial void LogNotSaved(string sweep, string message);
}
