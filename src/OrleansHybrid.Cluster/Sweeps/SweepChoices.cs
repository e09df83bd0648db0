using OrleansHybrid.Cluster.Ledgers;
using OrleansHybrid.Sweeps.Search;

namespace OrleansHybrid.Cluster.Sweeps;

/// <summary>Lets a sweep's search choose its trials, and records each choice before its trial is leased.</summary>
internal sealed class SweepChoices(OpenSweep sweep)
{
    private int _firstOpen;

    /// <summary>Chooses a trial whose turn it is.</summary>
    /// <returns>False if the search has decided that nothing is trained there; the trial is final then.</returns>
    public async Task<bool> Choose(int index)
    {
        if (sweep.Definition.Chosen is not { } chosen) return true;
        if (chosen.DrawOf(index) is null) await Record(chosen, index);
        return chosen.DrawOf(index)!.IsTrained;
    }

    /// <summary>Chooses in the order of the trials, so that a restart recalls them in it, and all at once that one page holds.</summary>
    private async Task Record(ChosenTrials chosen, int index)
    {
        while (chosen.DrawOf(_firstOpen) is not null) _firstOpen++;
        var end = Math.Min(chosen.Count, (index / DrawPages.DrawsAPage + 1) * DrawPages.DrawsAPage);
        var fresh = new List<(int Trial, TrialDraw Draw)>();
        for (var trial = _firstOpen; trial < end; trial++)
            if (chosen.DrawOf(trial) is null && sweep.Active.IsChoosable(trial))
                fresh.Add((trial, chosen.Choose(trial, sweep.Active.Results.Of)));
        await sweep.Draws.Save(fresh);
        foreach (var (trial, draw) in fresh)
            if (!draw.IsTrained)
                sweep.Active.Prune(trial);
    }
}
