using OrleansHybrid.Cluster.Ledgers;
using OrleansHybrid.Sweeps.Search;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Sweeps;

/// <summary>
/// The next trial of a search that promotes in the order in which results arrive: one that is chosen and has lost its slot; else what
/// the search chooses now.
/// </summary>
internal sealed class AsynchronousTrials
{
    private readonly ChosenTrials _chosen;
    private readonly Ledger _ledger;
    private readonly KnownResults _results;

    // Trials that are chosen and not final.
    private readonly SortedSet<int> _open = [];

    /// <param name="chosen">With the stored choices.</param>
    public AsynchronousTrials(ChosenTrials chosen, Ledger ledger, KnownResults results)
    {
        (_chosen, _ledger, _results) = (chosen, ledger, results);
        for (var trial = 0; trial < ledger.Trials; trial++) Changed(trial);
    }

    /// <summary>A trial is chosen, or its row has changed.</summary>
    public void Changed(int trial)
    {
        if (_chosen.DrawOf(trial) is not null && !_ledger[trial].State.IsFinal()) _open.Add(trial);
        else _open.Remove(trial);
    }

    /// <summary>Null while results must be awaited or people hold the sweep, and when nothing is left.</summary>
    public int? Next(Predicate<int> isAllowed)
    {
        foreach (var trial in _open)
            if (_ledger[trial].State is TrialState.Pending or TrialState.Preempted
                && _ledger.Gate.LetsThrough(_ledger[trial].State) && isAllowed(trial))
                return trial;
        if (!_ledger.Gate.LetsThrough(TrialState.Pending)) return null;
        return _chosen.Turn(_results.Of) is [var next, ..] && isAllowed(next) ? next : null;
    }
}
