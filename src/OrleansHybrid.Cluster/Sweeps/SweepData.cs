using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Scheduling;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Text;

namespace OrleansHybrid.Cluster.Sweeps;

/// <summary>
/// What data a sweep learns from: that of its first trial on each data set, or its trials could not be compared. A silo that
/// sees other data under the name, or cannot read it, gets none of the trials and is named.
/// </summary>
/// <param name="settled">The data sets that are decided already.</param>
internal sealed class SweepData(IEnumerable<SweepDataSet> settled)
{
    private readonly SortedDictionary<DatasetName, DataFingerprint> _settled = new(
        settled.ToDictionary(data => data.Dataset, data => data.Fingerprint));
    private readonly Dictionary<(string Agent, DatasetName Dataset), DataSeen> _seen = [];

    public SweepDataSet[] Settled => [.. _settled.Select(data => new SweepDataSet(data.Key, data.Value))];

    /// <summary>Notes what an agent sees of a data set.</summary>
    /// <returns>What it would train on; null where it must not, or has not looked yet.</returns>
    public DataFingerprint? Offered(SlotOffer offer, DatasetName dataset)
    {
        if (offer.SeenOf(dataset) is not { } seen) return null;
        // A silo that looks again is what it was until it has looked.
        if (seen.IsLooking) _seen.TryAdd((offer.Agent, dataset), seen);
        else if (DataFingerprint.OfBuiltIn(dataset) is null) _seen[(offer.Agent, dataset)] = seen;
        return seen.Fingerprint is { } here && (_settled.GetValueOrDefault(dataset) ?? here) == here ? here : null;
    }

    /// <summary>The sweep's first trial on the data set learns from this; no other data is let in from then on.</summary>
    public void Settle(DatasetName dataset, DataFingerprint fingerprint)
    {
        if (DataFingerprint.OfBuiltIn(dataset) is null) _settled.TryAdd(dataset, fingerprint);
    }

    /// <summary>The silos that see other data than the sweep's, or cannot read it.</summary>
    public DataStranger[] Strangers(Predicate<string> isMember)
    {
        foreach (var gone in _seen.Keys.Where(key => !isMember(key.Agent)).ToList()) _seen.Remove(gone);
        return
        [
            .. from entry in _seen
               let wanted = _settled.GetValueOrDefault(entry.Key.Dataset)
               let seen = entry.Value
               where seen.Fault is not null || (seen.Fingerprint is not null && wanted is not null && seen.Fingerprint != wanted)
               orderby entry.Key.Dataset, entry.Key.Agent
               select new DataStranger(SiloPlace.Of(entry.Key.Agent), seen.Dataset, wanted, seen.Fingerprint, seen.Fault),
        ];
    }

    /// <summary>Why no silo can train on a data set; null where one can, or none has been asked.</summary>
    public PendingReason? WhyWaiting(DatasetName dataset, Predicate<string> isMember)
    {
        var strangers = Strangers(isMember).Where(stranger => stranger.Dataset == dataset).ToList();
        var all = _seen.Where(entry => entry.Key.Dataset == dataset).ToList();
        if (all.Any(entry => entry.Value.Fingerprint is { } here && (_settled.GetValueOrDefault(dataset) ?? here) == here)) return null;
        if (strangers.Count > 0)
            return new(
                PendingKind.OtherData,
                $"{string.Join("; ", strangers.Select(stranger => stranger.ToString()))}. Give it the sweep's data under its --data, as "
                    + "it was; or begin the sweep anew with --from-scratch");
        return all.Count > 0
            ? new(PendingKind.ReadsData, $"silo {SiloPlace.Of(all[0].Key.Agent)} reads {dataset.Spelled()}, to know what data it has")
            : null;
    }
}
