using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Checkpoints;

/// <summary>
/// A store into which its owner puts, and of which it deletes, only while the place is its own: somebody may have adopted it
/// meanwhile. A place that nobody has marked may be anybody's.
/// </summary>
/// <param name="owner">The random id of the state whose trials are stored here.</param>
public sealed class OwnedStore(ICheckpointStore store, Task<string> owner) : ICheckpointStore
{
    public string? Root => store.Root;

    public string? FolderOf(TrialId trial) => store.FolderOf(trial);

    public async Task Put(TrialId trial, CheckpointRef checkpoint, string folder, CancellationToken cancellationToken)
    {
        await RequireOwn(cancellationToken);
        await store.Put(trial, checkpoint, folder, cancellationToken);
    }

    public Task Fetch(TrialId trial, CheckpointRef checkpoint, string folder, CancellationToken cancellationToken) =>
        store.Fetch(trial, checkpoint, folder, cancellationToken);

    public IAsyncEnumerable<StoredCheckpoint> List(string? sweep, int? trial, CancellationToken cancellationToken) =>
        store.List(sweep, trial, cancellationToken);

    public async Task Delete(TrialId trial, string checkpoint, CancellationToken cancellationToken)
    {
        await RequireOwn(cancellationToken);
        await store.Delete(trial, checkpoint, cancellationToken);
    }

    public async Task PutLog(TrialId trial, StoredLog log, CancellationToken cancellationToken)
    {
        await RequireOwn(cancellationToken);
        await store.PutLog(trial, log, cancellationToken);
    }

    public Task<StoredLog?> ReadLog(TrialId trial, CancellationToken cancellationToken) => store.ReadLog(trial, cancellationToken);

    public async Task DeleteLogs(TrialId trial, CancellationToken cancellationToken)
    {
        await RequireOwn(cancellationToken);
        await store.DeleteLogs(trial, cancellationToken);
    }

    public Task RequireAccess(CancellationToken cancellationToken) => store.RequireAccess(cancellationToken);

    public Task<OwnerMark?> Owner(CancellationToken cancellationToken) => store.Owner(cancellationToken);

    public Task<bool> TryOwn(OwnerMark mark, OwnerMark? former, CancellationToken cancellationToken) =>
        store.TryOwn(mark, former, cancellationToken);

    /// <exception cref="CheckpointStoreException">It is another's, or cannot be read.</exception>
    public async Task RequireOwn(CancellationToken cancellationToken)
    {
        if (await store.Owner(cancellationToken) is { } mark && mark.Cluster != await owner) throw mark.Refuse($"{store}");
    }

    public override string ToString() => $"{store}";
}
