using OrleansHybrid.Cluster.Ledgers;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Search;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Sweeps;

/// <summary>
/// The number of trials by rung, kept up to date so that a status does not go through all of them. Controls stand at no rung: they are
/// trained although they were pruned.
/// </summary>
internal sealed class RungCounts
{
    private readonly ChosenTrials _chosen;
    private readonly RungProgress[] _rungs;

    public RungCounts(ChosenTrials chosen, Ledger ledger)
    {
        _chosen = chosen;
        _rungs = [.. chosen.Rungs.Select(epochs => new RungProgress(epochs))];
        if (_rungs.Length == 0) return;
        for (var trial = 0; trial < ledger.Trials; trial++)
        {
            if (_chosen.IsControl(trial)) continue;
            ref var rung = ref RungOf(trial);
            rung = rung with { Trials = rung.Trials + 1 };
            Count(ref rung, ledger[trial].State, +1);
        }
    }

    public IReadOnlyList<RungProgress> Rungs => [.. _rungs];

    public void Changed(int trial, TrialState before, TrialState now)
    {
        if (_rungs.Length == 0 || before == now || _chosen.IsControl(trial)) return;
        ref var rung = ref RungOf(trial);
        Count(ref rung, before, -1);
        Count(ref rung, now, +1);
    }

    private static void Count(ref RungProgress rung, TrialState state, int change)
    {
        if (state is TrialState.Completed) rung = rung with { Completed = rung.Completed + change };
        else if (state is TrialState.Pruned) rung = rung with { Pruned = rung.Pruned + change };
        else if (state.IsFinal()) rung = rung with { Failed = rung.Failed + change };
        else if (state is TrialState.Running) rung = rung with { Running = rung.Running + change };
    }

    private ref RungProgress RungOf(int trial)
    {
        var epochs = _chosen.PlaceOf(trial).Epochs;
        return ref _rungs[Array.FindIndex(_rungs, rung => rung.Epochs == epochs)];
    }
}
