using StackExchange.Redis;

namespace OrleansHybrid.Cluster.Connection;

/// <summary>
/// Notices when a store goes back in time: it was restored from a backup, emptied, or a copy took over that lagged behind. A
/// count in it only rises, beside the random name of the history that it counts; who finds it lower begins a new history,
/// by which everybody else learns of it.
/// </summary>
/// <param name="raises">Whether this silo raises the count, or only reads it.</param>
public sealed class StoreHistory(RedisLine line, bool raises)
{
    internal static readonly RedisKey Key = "orleanshybrid/history";

    internal static readonly RedisValue Name = "name", Count = "count";

    private Moment _seen;

    /// <summary>Takes the store as it is for the truth.</summary>
    /// <exception cref="ClusterException">The store does not answer.</exception>
    public Task Begin() => line.Ask(async connection =>
    {
        await connection.GetDatabase().HashSetAsync(Key, Name, NewName(), When.NotExists);
        return _seen = await Read(connection.GetDatabase());
    });

    /// <returns>Null while all is well; else what happened and what follows, for people.</returns>
    /// <exception cref="ClusterException">The store does not answer: what it will know is open.</exception>
    public Task<string?> Look() => line.Ask(async connection =>
    {
        var store = connection.GetDatabase();
        var now = await (raises ? Raise(store) : Read(store));
        if (now.Follows(_seen, raises))
        {
            _seen = now;
            return null;
        }

        if (now.Name is null || now.Name == _seen.Name) await BeginAnother(store, now.Name);
        var counts = now.Name == _seen.Name ? FormattableString.Invariant($" (it counted {_seen.Count} seconds, now {now.Count})") : "";
        return $"{line.Server} went back in time{counts}: it was restored from a backup or emptied, or a copy took over that lagged "
            + "behind, and what it acknowledged since "
            + "is forgotten. All silos leave, so that the cluster begins from what the store knows now. Start them again: "
                + "trials go on from the checkpoints that it points at.";
    });

    private static async Task<Moment> Read(IDatabase store)
    {
        var fields = await store.HashGetAsync(Key, [Name, Count]);
        return new(fields[0], (long?)fields[1] ?? 0);
    }

    private static async Task<Moment> Raise(IDatabase store)
    {
        var both = store.CreateTransaction();
        var (count, name) = (both.HashIncrementAsync(Key, Count), both.HashGetAsync(Key, Name));
        await both.ExecuteAsync();
        return new(await name, await count);
    }

    private static async Task BeginAnother(IDatabase store, string? former)
    {
        var change = store.CreateTransaction();
        change.AddCondition(former is null ? Condition.HashNotExists(Key, Name) : Condition.HashEqual(Key, Name, former));
        _ = change.HashSetAsync(Key, Name, NewName());
        await change.ExecuteAsync();
    }

    private static string NewName() => $"{Guid.NewGuid():N}";

    /// <summary>The state of a store's history at one time.</summary>
    /// <param name="Name">Of its history; null where it has none.</param>
    internal readonly record struct Moment(string? Name, long Count)
    {
        /// <param name="former">What it showed before.</param>
        /// <param name="isRaised">Whether the count was raised in between.</param>
        public bool Follows(Moment former, bool isRaised) =>
            Name is not null && Name == former.Name && (isRaised ? Count > former.Count : Count >= former.Count);
    }
}
