using System.Runtime.CompilerServices;
using OrleansHybrid.Cluster.Checkpoints;
using OrleansHybrid.Simulation.Silos;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Simulation.Storage;

/// <summary>A silo's way to the store of checkpoints, which is a folder that all share or none.</summary>
internal sealed class SimCheckpoints(SimSilo silo) : ICheckpointStore
{
    private Worlds.World World => silo.World;

    public string? Root => World.SharesFolder ? World.Folders.Shared : null;

    public string? FolderOf(TrialId trial) => World.SharesFolder ? World.Folders.Of(trial) : null;

    /// <summary>The trainer's own access to the folder that it was given.</summary>
    public StoredFile? Read(TrialId trial, string folder) =>
        World.SharesFolder ? World.Checkpoints.Find(trial, Path.GetFileName(folder)) : silo.Staged.GetValueOrDefault(folder);

    public void Write(TrialId trial, string folder, StoredFile file)
    {
        if (World.SharesFolder) World.Checkpoints.Put(trial, Path.GetFileName(folder), file);
        else silo.Staged[folder] = file;
    }

    public async Task Put(TrialId trial, CheckpointRef checkpoint, string folder, CancellationToken cancellationToken)
    {
        await Access(cancellationToken);
        if (World.Dice.Next(1_000) < World.CheckpointFaults.Full)
        {
            World.Count("checkpoints full");
            throw new CheckpointStoreException("the store is full");
        }

        var file = Read(trial, folder);
        if (file?.Hash != checkpoint.ManifestSha256 || !file.IsWhole)
            throw new InvalidDataException("it is not what the trainer has written");
        if (World.Dice.Next(1_000) < World.CheckpointFaults.Lying)
        {
            World.Count("checkpoints lie");
            file = file with { IsWhole = false };
            if (World.SharesFolder) World.Checkpoints.Put(trial, checkpoint.Name, file);
        }

        if (World.SharesFolder) return;
        if (World.Checkpoints.Find(trial, checkpoint.Name) is { } other && other.Hash != file.Hash)
            throw new CheckpointStoreException("it holds another checkpoint already");
        World.Checkpoints.Put(trial, checkpoint.Name, file);
    }

    public async Task Fetch(TrialId trial, CheckpointRef checkpoint, string folder, CancellationToken cancellationToken)
    {
        await Access(cancellationToken);
        var file = World.Checkpoints.Find(trial, checkpoint.Name);
        if (file is not { IsWhole: true } || file.Hash != checkpoint.ManifestSha256)
            throw new InvalidDataException("it is damaged or missing");
        var target = World.Folders.TrialOf(folder) ?? trial;
        Write(target, folder, file);
    }

    public async IAsyncEnumerable<StoredCheckpoint> List(
        string? sweep, int? trial, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Access(cancellationToken);
        StoredCheckpoint[] found =
        [
            .. from known in World.Checkpoints.Trials
               where known.Sweep == sweep && (trial is null || known.Index == trial)
               from file in World.Checkpoints.Of(known)
               select new StoredCheckpoint(known, file.Key, StoredFile.Bytes),
        ];
        foreach (var checkpoint in found) yield return checkpoint;
    }

    public async Task Delete(TrialId trial, string checkpoint, CancellationToken cancellationToken)
    {
        await Access(cancellationToken);
        World.Checkpoints.Delete(trial, checkpoint);
    }

    public Task PutLog(TrialId trial, StoredLog log, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<StoredLog?> ReadLog(TrialId trial, CancellationToken cancellationToken) => Task.FromResult<StoredLog?>(null);

    public Task DeleteLogs(TrialId trial, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task RequireAccess(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<OwnerMark?> Owner(CancellationToken cancellationToken) => Task.FromResult<OwnerMark?>(null);

    public Task<bool> TryOwn(OwnerMark mark, OwnerMark? former, CancellationToken cancellationToken) => Task.FromResult(true);

    public override string ToString() => "the store";

    private async Task Access(CancellationToken cancellationToken)
    {
        var isAway = World.Dice.Next(1_000) < World.CheckpointFaults.Away;
        await Task.Delay(
            isAway ? TimeSpan.FromSeconds(1) : TimeSpan.FromMilliseconds(1 + World.Dice.Next(20)), silo.Process.Clock, cancellationToken);
        if (!isAway) return;
        World.Count("checkpoints away");
        throw new CheckpointStoreException("the store does not answer") { IsTransient = true };
    }
}
