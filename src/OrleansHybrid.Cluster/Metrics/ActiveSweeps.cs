using System.Collections.Concurrent;
using OrleansHybrid.Cluster.Ledgers;

namespace OrleansHybrid.Cluster.Metrics;

/// <summary>The ledgers of the sweeps that are active on this silo, for the gauges that watch them.</summary>
internal sealed class ActiveSweeps
{
    private readonly ConcurrentDictionary<string, Ledger> _ledgers = [];

    public IEnumerable<(string Sweep, Ledger Ledger)> All => _ledgers.Select(entry => (entry.Key, entry.Value));

    public void Add(string sweep, Ledger ledger) => _ledgers[sweep] = ledger;

    public void Remove(string sweep) => _ledgers.TryRemove(sweep, out _);
}
