using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Storage;
using OrleansHybrid.Cluster.Clocks;
using OrleansHybrid.Cluster.Ledgers;
using OrleansHybrid.Cluster.Metrics;
using OrleansHybrid.Cluster.Storage;
using OrleansHybrid.Sweeps.Definition;

namespace OrleansHybrid.Cluster.Sweeps;

/// <summary>Brings a sweep into memory: its definition, its ledger, and the leases that the ledger remembers.</summary>
internal sealed class SweepOpening(
    [FromKeyedServices(StorageNames.Sweeps)] IGrainStorage storage,
    ClusterTimings timings,
    ClusterInstruments instruments,
    IClusterMembershipService membership,
    AwakeTime time)
{
    public AwakeTime Time => time;

    /// <param name="definition">The sweep's definition.</param>
    /// <param name="record">Its stored record.</param>
    /// <param name="grain">The grain that the ledger's pages are stored under.</param>
    /// <param name="grains">The way to the grains of its trials.</param>
    /// <param name="log">The grain's log.</param>
    public async Task<OpenSweep> Open(
        SweepDefinition definition, IPersistentState<SweepRecord> record, IGrainContext grain, IGrainFactory grains, ILogger log)
    {
        // A definition that was read before may be that of a former activation, or of a former sweep of the same text.
        definition = definition.Anew();
        var ledger = new Ledger(definition.TrialCount, definition.Metric, time.GetUtcNow().UtcTicks, RungOf(definition));
        var pages = new LedgerPages(ledger, grain, storage);
        var draws = new DrawPages(definition.Chosen, grain, storage);
        await Task.WhenAll(pages.Load(), draws.Load());
        var stored = record.State;
        var data = new SweepData(stored.Data ?? []);
        var sweep = new ActiveSweep(definition, ledger, data, stored.Submitted, timings, time, instruments, IsMember, pages.Changed)
        {
            Phase = stored.Phase,
            // A record of an older version tells when the first trial began, and no more.
            Duration = stored.Duration ?? time.GetUtcNow() - stored.Begun,
        };
        sweep.RestoreLeases();
        instruments.Watch(definition.Id, ledger, () => sweep.Rungs, () => sweep.AwaitsResults);
        return new(sweep, pages, draws, record, grains, log);
    }

    /// <summary>Forgets what was noted of a sweep that leaves memory.</summary>
    public void Close(string sweep) => instruments.Forget(sweep);

    private static Func<int, int?>? RungOf(SweepDefinition definition) => definition.Chosen is { Rungs.Count: > 0 } chosen
        ? index => chosen.UntilEpoch(index) is null && !chosen.IsControl(index) ? chosen.PlaceOf(index).Epochs : null
        : null;

    private bool IsMember(string agent) =>
        membership.CurrentSnapshot.Members.TryGetValue(SiloAddress.FromParsableString(agent), out var member)
        && member.Status is not SiloStatus.Dead;
}
