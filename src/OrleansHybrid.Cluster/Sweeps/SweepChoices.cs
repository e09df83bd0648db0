using OrleansHybrid.Cluster.Ledgers;
using OrleansHybrid.Sweeps.Search;

namespace OrleansHybrid.Cluster.Sweeps;

/// <summary>Lets a sweep's search choose its trials, and records each choice before its trial is leased.</summary>
internal sealed class SweepChoices(OpenSweep sweep)
{
    private int _firstOpen;

    /// <summary>Chooses a trial whose turn it is.</summary>
    /// <returns>False if nothing is trained there: the search has decided so, or a person has ended the trial before.</returns>
    public async Task<bool> Choose(int index)
    {
        if (sweep.Definition.Chosen is not { } chosen) return true;
        if (chosen.DrawOf(index) is null) await Record(chosen, index);
        // Also where a ledger that was not saved has forgotten it.
        else sweep.Active.Chosen(index, chosen.DrawOf(index)!.IsTrained);
        return chosen.DrawOf(index)!.IsTrained && sweep.Active.Waits(index);
    }

    private async Task Record(ChosenTrials chosen, int index)
    {
        var fresh = Trials(chosen, index).Select(trial => (Trial: trial, Draw: chosen.Choose(trial, sweep.Active.Results.Of))).ToList();
        await sweep.Draws.Save(fresh);
        foreach (var (trial, draw) in fresh) sweep.Active.Chosen(trial, draw.IsTrained);
    }

    /// <summary>What is chosen with a trial.</summary>
    private IEnumerable<int> Trials(ChosenTrials chosen, int index)
    {
        if (chosen.IsAsynchronous) return chosen.Turn(sweep.Active.Results.Of);
        while (chosen.DrawOf(_firstOpen) is not null) _firstOpen++;
        // In the order of the trials, so that a restart recalls them in it; and all at once that one page holds, unless it is better to
        // know more.
        var end = chosen.IsReproducible
            ? Math.Min(chosen.Count, (index / DrawPages.DrawsAPage + 1) * DrawPages.DrawsAPage)
            : index + 1;
        return Enumerable.Range(_firstOpen, end - _firstOpen)
            .Where(trial => chosen.DrawOf(trial) is null && sweep.Active.IsChoosable(trial));
    }
}
