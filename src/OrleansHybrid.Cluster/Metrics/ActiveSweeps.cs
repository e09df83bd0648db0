using System.Collections.Concurrent;
using OrleansHybrid.Cluster.Ledgers;
using OrleansHybrid.Sweeps.Results;

namespace OrleansHybrid.Cluster.Metrics;

/// <summary>The ledgers and rungs of the sweeps that are active on this silo, for the gauges that watch them.</summary>
internal sealed class ActiveSweeps
{
    private readonly ConcurrentDictionary<string, (Ledger Ledger, Func<IReadOnlyList<RungProgress>?> Rungs)> _sweeps = [];

    public IEnumerable<(string Sweep, Ledger Ledger)> All => _sweeps.Select(entry => (entry.Key, entry.Value.Ledger));

    /// <summary>The rungs of the sweeps that have some.</summary>
    public IEnumerable<(string Sweep, RungProgress Rung)> Rungs =>
        from entry in _sweeps
        from rung in entry.Value.Rungs() ?? []
        select (entry.Key, rung);

    /// <param name="rungs">Asked from the exporter's thread; null for a sweep without rungs.</param>
    public void Add(string sweep, Ledger ledger, Func<IReadOnlyList<RungProgress>?> rungs) => _sweeps[sweep] = (ledger, rungs);

    public void Remove(string sweep) => _sweeps.TryRemove(sweep, out _);
}
