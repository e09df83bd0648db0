using System.Collections.Concurrent;
using OrleansHybrid.Cluster.Ledgers;
using OrleansHybrid.Sweeps.Results;

namespace OrleansHybrid.Cluster.Metrics;

/// <summary>The sweeps that are active on this silo, for the gauges that watch them; read from the exporter's thread.</summary>
internal sealed class ActiveSweeps
{
    private readonly ConcurrentDictionary<string, Entry> _sweeps = [];

    public IEnumerable<(string Sweep, Ledger Ledger)> All => _sweeps.Select(entry => (entry.Key, entry.Value.Ledger));

    /// <summary>The rungs of the sweeps that have some.</summary>
    public IEnumerable<(string Sweep, RungProgress Rung)> Rungs =>
        from entry in _sweeps
        from rung in entry.Value.Rungs() ?? []
        select (entry.Key, rung);

    /// <summary>The number of trials that a free slot could take, or will once a trial before them has begun.</summary>
    public int Waiting => _sweeps.Values.Sum(entry => entry.AwaitsResults() ? 0 : entry.Ledger.Waiting);

    /// <param name="rungs">Null for a sweep without rungs.</param>
    /// <param name="awaitsResults">True while a search chooses no trial before others have ended.</param>
    public void Add(string sweep, Ledger ledger, Func<IReadOnlyList<RungProgress>?> rungs, Func<bool> awaitsResults) =>
        _sweeps[sweep] = new(ledger, rungs, awaitsResults);

    public void Remove(string sweep) => _sweeps.TryRemove(sweep, out _);

    private sealed record Entry(Ledger Ledger, Func<IReadOnlyList<RungProgress>?> Rungs, Func<bool> AwaitsResults);
}
