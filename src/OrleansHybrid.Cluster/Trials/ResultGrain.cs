using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Storage;

namespace OrleansHybrid.Cluster.Trials;

/// <remarks>
/// Asked once before its trial is leased and told once when that completes: then it leaves memory at once. In between it stays for a
/// while, because a short trial is over before it would have to be read again.
/// </remarks>
[CollectionAgeLimit(Minutes = 2)]
internal sealed class ResultGrain(
    [PersistentState("result", StorageNames.Sweeps)] IPersistentState<ResultRecord> record) : Grain, IResultGrain
{
    public Task<KnownResult?> Find()
    {
        if (record.State.Known is not null) DeactivateOnIdle();
        return Task.FromResult(record.State.Known);
    }

    public async Task Record(KnownResult result)
    {
        if (record.State.Known is not { } known || result.Result.Completes(known.Result)) await record.Save(new(result));
        DeactivateOnIdle();
    }
}

/// <param name="Known">Null before a trial of the recipe has completed.</param>
[GenerateSerializer, Immutable, Alias("result-record")]
internal sealed record ResultRecord([property: Id(0)] KnownResult? Known)
{
    public ResultRecord()
        : this((KnownResult?)null)
    {
    }
}
