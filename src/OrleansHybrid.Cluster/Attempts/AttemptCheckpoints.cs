using OrleansHybrid.Cluster.Checkpoints;
using OrleansHybrid.Cluster.Metrics;
using OrleansHybrid.Cluster.Storage;
using OrleansHybrid.Sweeps.Text;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Attempts;

/// <summary>
/// One attempt's checkpoints between the folder where its trainer writes them and the store. Where the store is no folder,
/// that is one of this machine, which goes when the attempt ends.
/// </summary>
internal sealed class AttemptCheckpoints(ICheckpointStore store, StateDirectory state, TrialId trial, ClusterInstruments instruments, TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500), LongestPause = TimeSpan.FromSeconds(30), ListPatience = TimeSpan.FromSeconds(2);

    private readonly string? _stored = store.FolderOf(trial);

    /// <summary>Where the trainer reads and writes.</summary>
    public string Folder => _stored ?? state.Staging(trial);

    /// <summary>The highest attempt that left anything in the store.</summary>
    /// <remarks>The lease does not wait for a store that is away: such a one refuses names that are taken.</remarks>
    public async Task<int> HighestAttempt()
    {
        var highest = 0;
        using var stop = new CancellationTokenSource(ListPatience, time);
        try
        {
            await foreach (var stored in store.List(trial.Sweep, trial.Index, stop.Token)) highest = Math.Max(highest, stored.Attempt);
        }
        catch (Exception unknown) when (unknown is CheckpointStoreException or OperationCanceledException)
        {
        }

        return highest;
    }

    /// <summary>
    /// Makes the folder, clears it of what no record points at, and brings the newest checkpoint that is whole there.
    /// </summary>
    /// <param name="committed">Newest first.</param>
    /// <param name="attempt">The one that begins.</param>
    /// <param name="passOver">Told of each checkpoint that is damaged.</param>
    /// <returns>What the trainer may go on from; it verifies what lies in the store's own folder itself.</returns>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    /// <exception cref="CheckpointStoreException">The store cannot be read.</exception>
    public async Task<CheckpointRef[]> Prepare(CheckpointRef[] committed, int attempt, Action<string> passOver, CancellationToken stop)
    {
        if (_stored is null) Discard();
        Directory.CreateDirectory(Folder);
        await KeepOnly(committed, attempt, stop);
        if (_stored is not null) return committed;
        foreach (var checkpoint in committed)
        {
            try
            {
                await Try(() => store.Fetch(trial, checkpoint, FolderOf(checkpoint), stop), stop);
                return [checkpoint];
            }
            catch (InvalidDataException damage)
            {
                passOver($"Checkpoint {checkpoint.Name} in {store} is passed over: {damage.Message}.");
            }
        }

        return [];
    }

    /// <summary>Refuses to go on in a sweep whose checkpoints take all that it allows them: before the disk is full.</summary>
    /// <exception cref="CheckpointStoreException">They do, or the store cannot be read.</exception>
    public async Task RequireRoom(long? quota, CancellationToken stop)
    {
        if (quota is null) return;
        var taken = 0L;
        await Try(async () =>
        {
            taken = 0;
            await foreach (var stored in store.List(trial.Sweep, null, stop)) taken += stored.Bytes;
        }, stop);
        if (taken >= quota)
            throw new CheckpointStoreException(
                $"The checkpoints of {trial.Sweep} take {ByteSizes.Write(taken)} of the {ByteSizes.Write(quota.Value)} that its checkpoint.quota allows. Raise it in the "
                + $"sweep file and submit that again, keep fewer (save_trial_latest), or delete what no trial needs with: hybrid checkpoint gc {trial.Sweep}");
    }

    /// <summary>Returns when the store has the checkpoint, however long it is away meanwhile.</summary>
    /// <exception cref="CheckpointStoreException">The store refuses it.</exception>
    /// <exception cref="InvalidDataException">It is not what the trainer has written.</exception>
    public async Task Save(CheckpointRef checkpoint, CancellationToken stop)
    {
        var begun = time.GetTimestamp();
        await Try(() => store.Put(trial, checkpoint, FolderOf(checkpoint), stop), stop);
        if (_stored is not null) return;
        instruments.CheckpointUploaded(time.GetElapsedTime(begun));
        Delete(FolderOf(checkpoint));
    }

    /// <summary>Forgets a checkpoint that a newer one has overtaken before it was saved.</summary>
    public void Forget(CheckpointRef checkpoint) => Delete(FolderOf(checkpoint));

    /// <summary>
    /// Removes what the record does not point at: left by attempts that were killed between writing and committing. The
    /// caller may have been overtaken while it stood still, so what a newer attempt wrote stays, and of its own and older
    /// attempts nothing can be committed any more that it does not know.
    /// </summary>
    /// <param name="committed">As the record's latest answer to <paramref name="attempt"/> names them.</param>
    /// <param name="attempt">The caller's; it has just begun, or ended.</param>
    public async Task KeepOnly(IEnumerable<CheckpointRef> committed, int attempt, CancellationToken stop)
    {
        var names = committed.Select(checkpoint => checkpoint.Name).ToHashSet();
        try
        {
            await foreach (var stored in store.List(trial.Sweep, trial.Index, stop))
                if (!names.Contains(stored.Name) && stored.Attempt <= attempt)
                    await store.Delete(trial, stored.Name, stop);
        }
        catch (CheckpointStoreException)
        {
            // What stays costs room, not correctness; the next attempt tries again.
        }
    }

    public async Task Delete(IEnumerable<CheckpointRef> dropped, CancellationToken stop)
    {
        try
        {
            foreach (var checkpoint in dropped) await store.Delete(trial, checkpoint.Name, stop);
        }
        catch (CheckpointStoreException)
        {
            // As above.
        }
    }

    /// <summary>Leaves nothing on this machine that the store has, or that nobody will commit.</summary>
    public void Discard()
    {
        if (_stored is null) Delete(Folder);
    }

    private string FolderOf(CheckpointRef checkpoint) => Path.Combine(Folder, checkpoint.Name);

    private async Task Try(Func<Task> access, CancellationToken stop)
    {
        CheckpointStoreException? last = null;
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                await access();
                return;
            }
            catch (CheckpointStoreException failure) when (failure.IsTransient)
            {
                last = failure;
                instruments.CheckpointFailed();
                await Task.WhenAny(Task.Delay(pause, time, stop));
            }
            catch (OperationCanceledException) when (last is not null)
            {
                // Why it took so long is what a person wants to know.
            }

            if (stop.IsCancellationRequested && last is not null) throw last;
        }
    }

    private static void Delete(string folder)
    {
        try
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
        catch (Exception inUse) when (inUse is IOException or UnauthorizedAccessException)
        {
        }
    }
}
