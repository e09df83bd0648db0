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
        var (leases, wish, lookAt) = await FindLeases(offer);
        foreach (var stranger in sweep.Active.NewStrangers()) sweep.Log.LogStranger(sweep.Id, stranger.ToString());
        await SaveWhatIsNew(leases.Count > 0);
        foreach (var lease in leases) sweep.Log.LogLeased(lease.Trial.ToString(), lease.Key.Slot);
        saving.Begin();
        return LeaseAnswer.Of(leases, saving.HasFinished, wish, lookAt);
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

    /// <summary>Finds the offer the next trials that have to be trained; each one before them whose result is known gets that.</summary>
    private async Task<(IReadOnlyList<TrialLease> Leases, SlotWish Wish, DatasetName? LookAt)> FindLeases(SlotOffer offer)
    {
        var active = sweep.Active;
        var begun = time.GetTimestamp();
        var leases = new List<TrialLease>();
        DatasetName? lookAt = null;
        while (time.GetElapsedTime(begun) < MostReuseAtOnce)
        {
            var (next, wish, unseen) = active.Next(offer);
            lookAt = unseen;
            if (next is not { } index) return (leases, wish, lookAt);
            try
            {
                if (!await choices.Choose(index)) continue;
                var data = active.Data.Offered(offer, sweep.Definition.RecipeOf(index).Dataset)!;
                if (await FindEqual(index, data) is { } known)
                {
                    active.Reuse(index, known.Trial, known.Result, data);
                    continue;
                }
            }
            catch (Exception failure) when (leases.Count > 0)
            {
                // What is granted must reach its agent. The next offer meets the fault first, if it lasts.
                sweep.Log.LogBatchCut(sweep.Id, leases.Count, failure.Message);
                return (leases, SlotWish.MoreFreeSlots, lookAt);
            }

            var lease = active.Grant(index, offer);
            leases.Add(lease);
            if (leases.Count == offer.MostTrials) return (leases, wish, lookAt);
            offer = offer.Without(lease);
        }

        // More to go through: the slots stay free for it until they are offered again.
        return (leases, SlotWish.MoreFreeSlots, lookAt);
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
    private async Task SaveWhatIsNew(bool hasLeased)
    {
        var next = sweep.Record;
        if (hasLeased && next.Begun is null) next = next with { Begun = time.GetUtcNow(), Duration = TimeSpan.Zero };
        if (sweep.Active.Data.Settled is { Length: > 0 } settled && settled.Length != next.Data?.Length)
            next = next with { Data = settled };
        await sweep.Save(next);
    }
}
