using Orleans.Storage;
using OrleansHybrid.Cluster.Checkpoints;
using OrleansHybrid.Cluster.Storage;
using OrleansHybrid.Cluster.Sweeps;

namespace OrleansHybrid.Cluster.Hosting;

/// <summary>
/// Makes the place of the checkpoints its state's own before the silo joins a cluster, or keeps the silo from starting. A place
/// without a mark, as the versions before this kept them, goes to the state that knows all its sweeps.
/// </summary>
/// <param name="words">Where the state is, for people.</param>
/// <param name="adopts">Whether a place is taken over whosever it is.</param>
internal sealed class PlaceClaim(
    StateId state,
    IGrainStorage storage,
    ICheckpointStore place,
    string words,
    bool adopts,
    TimeProvider time) : ILifecycleParticipant<ISiloLifecycle>
{
    private const int MostNamed = 3;

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(nameof(PlaceClaim), StateId.StartStage + 1, Make);

    /// <exception cref="CheckpointStoreException">The place is another's, or cannot be read or written.</exception>
    internal async Task Make(CancellationToken stop)
    {
        var own = new OwnerMark(await state.Value, words, Environment.MachineName, time.GetUtcNow());
        while (true)
        {
            var mark = await place.Owner(stop);
            if (mark?.Cluster == own.Cluster) return;
            if (mark is not null && !adopts) throw mark.Refuse($"{place}");
            if (mark is null && !adopts) await RequireKnown(stop);
            // Another silo of this cluster may be first, or another cluster: the mark says which.
            if (await place.TryOwn(own, mark, stop)) return;
        }
    }

    private async Task RequireKnown(CancellationToken stop)
    {
        var strangers = new List<string>();
        var seen = new HashSet<string>();
        await foreach (var stored in place.List(null, null, stop))
            if (seen.Add(stored.Trial.Sweep) && !await IsKnown(stored.Trial.Sweep))
                strangers.Add(stored.Trial.Sweep);
        if (strangers.Count == 0) return;
        var more = strangers.Count > MostNamed ? $" and {strangers.Count - MostNamed} more" : "";
        throw new CheckpointStoreException(
            $"{place} holds checkpoints of {string.Join(", ", strangers.Take(MostNamed))}{more}, of which the state {words} knows "
                + "nothing: another run or cluster may need them. "
            + OwnerMark.Remedy($"{place}"));
    }

    private async Task<bool> IsKnown(string sweep)
    {
        var record = new GrainState<SweepRecord>(new());
        await storage.ReadStateAsync(SweepGrain.StateName, GrainId.Create(SweepGrain.TypeName, sweep), record);
        return record.State?.Yaml is not null;
    }
}
