using OrleansHybrid.Cluster.Clocks;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Sweeps;

/// <summary>Leases a sweep's trials to slot agents and takes them back.</summary>
internal sealed class SweepLeases(
    OpenSweep sweep, SweepChoices choices, LedgerSaving saving, ResultPublishing results, AwakeTime time)
{
    // Agents and heartbeats wait meanwhile.
    private static readonly TimeSpan MostReuseAtOnce = TimeSpan.FromMilliseconds(250);

    public async Task<LeaseAnswer> Lease(SlotOffer offer)
    {
        var (lease, wish, lookAt) = await FindLease(offer);
        foreach (var stranger in sweep.Active.NewStrangers()) sweep.Log.LogStranger(sweep.Id, stranger.ToString());
        await SaveWhatIsNew(lease);
        if (lease is not null) sweep.Log.LogLeased(lease.Trial.ToString(), lease.Key.Slot);
        saving.Begin();
        return new(lease, saving.HasFinished, wish, lookAt);
    }

    public LeaseCommand[] Heartbeat(LiveTrial[] trials)
    {
        var commands = sweep.Active.Heartbeat(trials);
        saving.Begin();
        return commands;
    }

    public void Done(int index, TrialDigest trial, LeaseKey? lease)
    {
        sweep.Active.Done(index, trial, lease);
        results.Add(index);
        saving.Begin();
    }

    public async Task Release(int index, LeaseKey lease, TrialDigest? trial, ReleaseReason reason, string? trouble)
    {
        if (trial is { State: TrialState.Preempted } && sweep.Active.IsTimeOver(index))
            trial = (await sweep.Trial(index).Follow(Verb.Stop, sweep.Active.HeldTime(index))).Trial;
        sweep.Active.Release(index, lease, trial, reason, trouble);
        sweep.Log.LogReleased(sweep.Id, index, reason, trouble);
        saving.Begin();
    }

    /// <summary>Finds the offer the next trial that has to be trained; each one before it whose result is known gets that.</summary>
    private async Task<(TrialLease? Lease, SlotWish Wish, DatasetName? LookAt)> FindLease(SlotOffer offer)
    {
        var active = sweep.Active;
        var begun = time.GetTimestamp();
        while (time.GetElapsedTime(begun) < MostReuseAtOnce)
        {
            var (next, wish, lookAt) = active.Next(offer);
            if (next is not { } index) return (null, wish, lookAt);
            if (!await choices.Choose(index)) continue;
            var data = active.Data.Offered(offer, sweep.Definition.RecipeOf(index).Dataset)!;
            if (await FindEqual(index, data) is not { } known) return (active.Grant(index, offer), wish, lookAt);
            active.Reuse(index, known.Trial, known.Result, data);
        }

        // More to go through: the slots stay free for it until they are offered again.
        return (null, SlotWish.MoreFreeSlots, null);
    }

    /// <returns>The finished equal trial of another sweep on this data; null where there is none, or the sweep does not want it.</returns>
    private async Task<KnownResult?> FindEqual(int index, DataFingerprint data)
    {
        if (!sweep.Definition.Reuse || sweep.Ledger[index].HasBegun) return null;
        var trial = sweep.Definition.Trial(index);
        var known = await sweep.ResultOf(trial, data).Find();
        // Its own result means that the ledger has lost it: the trial's record knows more.
        return known is null || known.Trial == trial.Id || !sweep.Definition.CanReuse(known.Result) ? null : known;
    }

    /// <summary>Saves the begin of the first trial, and the data that all trials learn from.</summary>
    private async Task SaveWhatIsNew(TrialLease? lease)
    {
        var next = sweep.Record;
        if (lease is not null && next.Begun is null) next = next with { Begun = time.GetUtcNow(), Duration = TimeSpan.Zero };
        if (sweep.Active.Data.Settled is { Length: > 0 } settled && settled.Length != next.Data?.Length)
            next = next with { Data = settled };
        await sweep.Save(next);
    }
}
