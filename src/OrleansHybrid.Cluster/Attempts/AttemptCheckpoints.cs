using OrleansHybrid.Cluster.Checkpoints;
using OrleansHybrid.Cluster.Clocks;
using OrleansHybrid.Cluster.Metrics;
using OrleansHybrid.Cluster.Trainers;
using OrleansHybrid.Sweeps.Text;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Attempts;

/// <summary>
/// One attempt's checkpoints between the folder where its trainer writes them and the store. Where the store is no folder,
/// that is one of this machine, which goes when the attempt ends.
/// </summary>
internal sealed class AttemptCheckpoints
{
    private static readonly TimeSpan ListPatience = TimeSpan.FromSeconds(2);

    private static readonly RetryPolicy Policy = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(30));

    private readonly ICheckpointStore _store;
    private readonly ClusterInstruments _instruments;
    private readonly AwakeTime _time;
    private readonly TrialId _trial;
    private readonly long? _quota;
    private readonly CancellationToken _lost;
    private readonly string? _stored;
    private string? _borrowed;

    public AttemptCheckpoints(
        AttemptLease lease, ICheckpointStore store, TrainerHost host, ClusterInstruments instruments, AwakeTime time)
    {
        (_store, _instruments, _time) = (store, instruments, time);
        (_trial, _quota, _lost) = (lease.Trial, lease.Terms.Checkpoint.QuotaBytes, lease.Lost);
        _stored = store.FolderOf(_trial);
        Folder = _stored ?? host.State.Staging(_trial);
        Waiting = new(instruments, overtaken => Delete(FolderOf(overtaken.Checkpoint)));
    }

    /// <summary>The folder where the trainer reads and writes.</summary>
    public string Folder { get; }

    /// <summary>The checkpoints that the trainer has written and nobody has committed.</summary>
    public CheckpointQueue Waiting { get; }

    /// <summary>The highest attempt that left anything in the store.</summary>
    /// <remarks>The lease does not wait for a store that is away: such a one refuses names that are taken.</remarks>
    public async Task<int> HighestAttempt()
    {
        var highest = 0;
        using var stop = new CancellationTokenSource(ListPatience, _time);
        try
        {
            await foreach (var stored in _store.List(_trial.Sweep, _trial.Index, stop.Token)) highest = Math.Max(highest, stored.Attempt);
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
    /// <returns>The checkpoints that the trainer may go on from; it verifies what lies in the store's own folder itself.</returns>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    /// <exception cref="CheckpointStoreException">The store cannot be read.</exception>
    public async Task<CheckpointRef[]> Prepare(CheckpointRef[] committed, int attempt, Action<string> passOver)
    {
        if (_stored is null) Discard();
        Directory.CreateDirectory(Folder);
        await KeepOnly(committed, attempt);
        if (_stored is not null) return committed;
        foreach (var checkpoint in committed)
        {
            try
            {
                await Try(() => _store.Fetch(_trial, checkpoint, FolderOf(checkpoint), _lost), _lost);
                return [checkpoint];
            }
            catch (InvalidDataException damage)
            {
                passOver($"Checkpoint {checkpoint.Name} in {_store} is passed over: {damage.Message}.");
            }
        }

        return [];
    }

    /// <summary>Brings the last checkpoint of a trial that paused at the rung below into this attempt's folder.</summary>
    /// <param name="before">That trial.</param>
    /// <param name="committed">Its checkpoints, the newest first.</param>
    /// <param name="warn">Told why the training begins anew after all.</param>
    /// <returns>
    /// The checkpoint; nothing where there is none that is whole: then the training comes to the same bits from the start.
    /// </returns>
    /// <exception cref="CheckpointStoreException">The store cannot be read.</exception>
    public async Task<CheckpointRef[]> Borrow(TrialId before, CheckpointRef[] committed, Action<string> warn)
    {
        foreach (var checkpoint in committed)
        {
            try
            {
                await Try(() => _store.Fetch(before, checkpoint, FolderOf(checkpoint), _lost), _lost);
                _borrowed = FolderOf(checkpoint);
                return [checkpoint];
            }
            catch (InvalidDataException damage)
            {
                warn($"Checkpoint {checkpoint.Name} of {before} is passed over: {damage.Message}.");
            }
        }

        warn($"{before} has no checkpoint any more: {_trial} begins anew, and comes to the same bits.");
        return [];
    }

    /// <summary>Refuses to go on in a sweep whose checkpoints take all that it allows them: before the disk is full.</summary>
    /// <param name="makeRoom">Gives up a checkpoint that the sweep can spare; false if there is none.</param>
    /// <exception cref="CheckpointStoreException">They do, or the store cannot be read.</exception>
    public async Task RequireRoom(Func<Task<bool>> makeRoom)
    {
        if (_quota is not { } quota) return;
        var taken = await Taken();
        while (taken >= quota)
        {
            if (!await makeRoom())
                throw new CheckpointStoreException(
                    $"The checkpoints of {_trial.Sweep} take {ByteSizes.Write(taken)} of the {ByteSizes.Write(quota)} that its "
                        + "checkpoint.quota allows. Raise it in the "
                    + "sweep file and submit that again, keep fewer (save_trial_latest), or delete what no trial needs with: "
                        + $"hybrid checkpoint gc {_trial.Sweep}");
            taken = await Taken();
        }
    }

    private async Task<long> Taken()
    {
        var taken = 0L;
        await Try(async () =>
        {
            taken = 0;
            await foreach (var stored in _store.List(_trial.Sweep, null, _lost)) taken += stored.Bytes;
        }, _lost);
        return taken;
    }

    /// <summary>Returns when the store has the checkpoint, however long it is away meanwhile.</summary>
    /// <exception cref="CheckpointStoreException">The store refuses it.</exception>
    /// <exception cref="InvalidDataException">It is not what the trainer has written.</exception>
    public Task Save(CheckpointRef checkpoint) => Save(checkpoint, _lost);

    /// <summary>Saves the last checkpoint, for which no training waits.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="longest">The time to wait for a store that is away.</param>
    /// <exception cref="CheckpointStoreException">The store refuses it, or was away for too long.</exception>
    /// <exception cref="InvalidDataException">It is not what the trainer has written.</exception>
    public async Task SaveLast(CheckpointRef checkpoint, TimeSpan longest)
    {
        using var patience = new CancellationTokenSource(longest, _time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, _lost);
        await Save(checkpoint, stop.Token);
    }

    /// <summary>Counts a fault of the store that ended the attempt.</summary>
    public void CountFailure() => _instruments.CheckpointFailed();

    private async Task Save(CheckpointRef checkpoint, CancellationToken stop)
    {
        var begun = _time.GetTimestamp();
        await Try(() => _store.Put(_trial, checkpoint, FolderOf(checkpoint), stop), stop);
        if (_stored is not null) return;
        _instruments.CheckpointUploaded(_time.GetElapsedTime(begun));
        Delete(FolderOf(checkpoint));
    }

    /// <summary>
    /// Removes what the record does not point at: left by attempts that were killed between writing and committing. The
    /// caller may have been overtaken while it stood still, so what a newer attempt wrote stays, and of its own and older
    /// attempts nothing can be committed any more that it does not know.
    /// </summary>
    /// <param name="committed">As the record's latest answer to <paramref name="attempt"/> names them.</param>
    /// <param name="attempt">The caller's; it has just begun, or ended.</param>
    public async Task KeepOnly(IEnumerable<CheckpointRef> committed, int attempt)
    {
        var names = committed.Select(checkpoint => checkpoint.Name).ToHashSet();
        try
        {
            await foreach (var stored in _store.List(_trial.Sweep, _trial.Index, _lost))
                if (!names.Contains(stored.Name) && stored.Attempt <= attempt)
                    await _store.Delete(_trial, stored.Name, _lost);
        }
        catch (CheckpointStoreException)
        {
            // What stays costs room, not correctness; the next attempt tries again.
        }
    }

    public async Task Delete(IEnumerable<CheckpointRef> dropped)
    {
        try
        {
            foreach (var checkpoint in dropped) await _store.Delete(_trial, checkpoint.Name, _lost);
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
        else if (_borrowed is not null) Delete(_borrowed);
    }

    private string FolderOf(CheckpointRef checkpoint) => Path.Combine(Folder, checkpoint.Name);

    private async Task Try(Func<Task> access, CancellationToken stop)
    {
        CheckpointStoreException? last = null;
        try
        {
            await Policy.Run(access, IsTransient, _time, stop);
        }
        catch (OperationCanceledException) when (last is not null)
        {
            // Why it took so long is what a person wants to know.
            throw last;
        }

        bool IsTransient(Exception failure)
        {
            if (failure is OperationCanceledException) return last is not null && !stop.IsCancellationRequested;
            if (failure is not CheckpointStoreException { IsTransient: true } transient) return false;
            last = transient;
            _instruments.CheckpointFailed();
            return true;
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
