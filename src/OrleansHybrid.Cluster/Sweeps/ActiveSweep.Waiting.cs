using OrleansHybrid.Cluster.Scheduling;

namespace OrleansHybrid.Cluster.Sweeps;

internal sealed partial class ActiveSweep
{
    /// <summary>Why a waiting trial does not run, for the person who wonders.</summary>
    private string WhyWaiting(int index)
    {
        var now = time.GetUtcNow();
        if (_trouble.WhyWaiting(index, now) is { } trouble) return trouble;
        if (_leases.Count >= Definition.MaxConcurrentTrials)
            return $"max_concurrent_trials: {Definition.MaxConcurrentTrials} of this sweep's trials are running";
        if (_latestOffers.Count == 0) return "no silo has offered a slot yet";
        return _latestOffers.Values.Any(Suits) ? "every slot is busy" : $"needs {Need()}; {BestOffer()}";
    }

    private bool Suits(SlotOffer offer) => SlotNeed.Of(Definition.Resources, offer.Kind) is { } need && need.Slots <= offer.Total;

    private string Need() => Definition.Resources switch
    {
        { Gpus: > 0 and var gpus } => $"{gpus} GPU{(gpus == 1 ? "" : "s")} at once",
        var resources => $"{resources.Cpus ?? 1} cores at once",
    };

    private string BestOffer() => _latestOffers.Values.MaxBy(offer => (offer.Kind is SlotKind.Gpu, offer.Total)) switch
    {
        { Kind: SlotKind.Gpu } offer => $"the largest silo has {offer.Total} GPU slots",
        var offer => $"no silo has a GPU and the largest has {offer!.Total} CPU slots",
    };
}
