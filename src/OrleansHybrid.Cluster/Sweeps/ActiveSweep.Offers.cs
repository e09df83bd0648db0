using OrleansHybrid.Cluster.Clocks;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Sweeps.Search.Halving;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Sweeps;

/// <remarks>What the sweep takes of an offer of slots.</remarks>
internal sealed partial class ActiveSweep
{
    /// <summary>
    /// The trial that slots of the offer would get, or null; and then what the sweep would take instead, and the data set that
    /// keeps it from taking this.
    /// </summary>
    public (int? Trial, SlotWish Wish, DatasetName? LookAt) Next(SlotOffer offer)
    {
        var now = time.Moment();
        foreach (var index in _leases.Void(offer.Agent, offer.Free)) TakeBack(index, now);
        Refresh(now);

        if (_leases.Count >= Definition.MaxConcurrentTrials || !_trouble.AllowsLeases(now)) return (null, SlotWish.None, null);
        if (NextWaiting(index => _trouble.AllowsLease(index, now)) is null) return (null, SlotWish.None, null);
        var need = SlotNeed.Of(Definition.Resources, offer.Kind);
        if (need is null || need.Slots > offer.Total) return (null, SlotWish.OtherSilo, null);
        DatasetName[] foreign = [.. _datasets.Where(dataset => data.Offered(offer, dataset) is null)];
        if (NextOnOwnData(foreign, now) is not { } next) return (null, SlotWish.OtherSilo, foreign[0]);
        DatasetName? lookAt = foreign.Length > 0 ? foreign[0] : null;
        if (_leases.Slots + need.Slots > Definition.Share.MaxSlots) return (null, SlotWish.None, lookAt);
        return need.Slots > offer.Free.Length ? (null, SlotWish.MoreFreeSlots, lookAt) : (next, SlotWish.None, lookAt);
    }

    /// <summary>Leases the trial that <see cref="Next"/> named.</summary>
    public TrialLease Grant(int index, SlotOffer offer)
    {
        var now = time.Moment();
        _begun ??= now;
        var need = SlotNeed.Of(Definition.Resources, offer.Kind)!;
        string[] slots = [.. offer.Free.Take(need.Slots)];
        var key = new LeaseKey(offer.Agent, string.Join('+', slots), NextGrant());
        _leases.Grant(index, key, now);
        _doneOfWaiting.Remove(index);
        Set(index, ledger[index].LeasedAs(key));
        instruments.TrialWaited(now - (_waitingSince.Remove(index, out var since) ? since : _submitted));
        var threads = Definition.Resources.Cpus ?? 1;
        var recipe = Definition.RecipeOf(index);
        var fingerprint = data.Offered(offer, recipe.Dataset)!;
        data.Settle(recipe.Dataset, fingerprint);
        return new()
        {
            Key = key,
            Trial = new(_id, index),
            Recipe = recipe,
            Slots = slots,
            Device = need.Device,
            Threads = threads,
            Checkpoint = Definition.Checkpoint,
            MaxRestarts = Definition.MaxRestarts,
            Metric = Definition.MetricOf(index),
            Lost = ledger[index].Lost,
            Data = fingerprint,
            UntilEpoch = Definition.UntilEpoch(index),
            After = TrialBefore(index),
        };
    }

    /// <summary>The trial whose last checkpoint a trial goes on from; null if it begins anew.</summary>
    private TrialId? TrialBefore(int index) =>
        Definition.Chosen is { Fidelity: Fidelity.Epochs } chosen && chosen.DrawOf(index)?.After is { } before
            ? ledger[before].ReusedFrom ?? new(_id, before)
            : null;

    public TrialLease? Lease(SlotOffer offer) => Next(offer).Trial is { } index ? Grant(index, offer) : null;

    /// <param name="foreign">Data sets of the sweep that the slots must not train on.</param>
    private int? NextOnOwnData(DatasetName[] foreign, TimeSpan now) =>
        foreign.Length == _datasets.Count ? null
        // As a rule a sweep has one data set, and need not look at its trials for it.
        : foreign.Length == 0 ? NextWaiting(index => _trouble.AllowsLease(index, now))
        : NextWaiting(index => _trouble.AllowsLease(index, now) && !foreign.Contains(Definition.RecipeOf(index).Dataset));

    // Greater than all before also where the clock steps back.
    private long NextGrant() => _latestGrant = Math.Max(time.GetUtcNow().UtcTicks, _latestGrant + 1);
}
