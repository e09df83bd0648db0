using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Sweeps;

/// <remarks>What a search that chooses its trials adds: which trial is next, rungs, decisions.</remarks>
internal sealed partial class ActiveSweep
{
    /// <summary>The trials by rung; null for a sweep without rungs. May be read from any thread.</summary>
    public IReadOnlyList<RungProgress>? Rungs => _rungs?.Rungs;

    /// <summary>True if nothing is missing to choose a trial, or if it is chosen.</summary>
    public bool IsChoosable(int index) => Definition.Chosen is not { } chosen || Results.Has(chosen.Needs(index));

    /// <summary>The choice of a trial is recorded. It is final now if the search does not train it.</summary>
    public void Chosen(int index, bool isTrained)
    {
        if (!isTrained && !ledger[index].State.IsFinal()) Set(index, ledger[index] with { State = TrialState.Pruned });
        _asynchronous?.Changed(index);
    }

    /// <summary>
    /// True while the search chooses no trial before others have ended, as of the last <see cref="Refresh()"/>. May be read from any
    /// thread.
    /// </summary>
    public bool AwaitsResults => _awaitsResults;

    // Trials that wait for results are passed over, but not without end: of a search that learns, none after the first is ready.
    private int? NextWaiting(Predicate<int> isAllowed) =>
        _asynchronous is not null ? _asynchronous.Next(isAllowed)
        : Definition.Chosen is null ? ledger.NextWaiting(isAllowed)
        : ledger.NextWaiting(index => isAllowed(index) && IsChoosable(index), MostPassedOver + 2 * _leases.Count);
}
