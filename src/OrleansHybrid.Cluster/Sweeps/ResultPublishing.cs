using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Cluster.Sweeps;

/// <summary>Lets other sweeps find the results of this sweep's trials.</summary>
internal sealed class ResultPublishing(OpenSweep sweep)
{
    private const int MostAtOnce = 256;

    private readonly HashSet<int> _unpublished = [.. sweep.Trials.Where(index => sweep.Ledger[index].MustBePublished)];

    /// <summary>Notes a trial that has ended, if it has a result of its own.</summary>
    public void Add(int index)
    {
        if (sweep.Ledger[index].MustBePublished) _unpublished.Add(index);
    }

    /// <summary>Publishes all results that came in. Not while the silo closes: the next activation does it.</summary>
    public async Task Publish()
    {
        while (_unpublished.Count > 0 && !sweep.Closing.IsCompleted)
        {
            var round = Task.WhenAll(_unpublished.Take(MostAtOnce).ToArray().Select(Publish));
            if (await Task.WhenAny(round, sweep.Closing) == round) await round;
        }
    }

    private async Task Publish(int index)
    {
        var (trial, result) = (sweep.Definition.Trial(index), sweep.Ledger[index].Result!);
        // Nobody may lend a result of data that nobody took down.
        if ((result.Data ?? DataFingerprint.OfBuiltIn(trial.Recipe.Dataset)) is { } data)
            await sweep.ResultOf(trial, data).Record(new(trial.Id, result));
        sweep.Active.Published(index);
        _unpublished.Remove(index);
    }
}
