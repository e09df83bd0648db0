using System.Globalization;
using System.Runtime.CompilerServices;
using OrleansHybrid.Sweeps.Checkpoints;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Checkpoints;

/// <summary>
/// Checkpoints in a folder of this machine, or in a shared one that every machine sees. Trainers write into it: beside the
/// checkpoint's place, flushed to the disk and renamed, so that a checkpoint is there whole or not at all.
/// </summary>
/// <param name="root">Full path.</param>
public sealed class FolderStore(string root) : ICheckpointStore
{
    public string Root => root;

    public string FolderOf(TrialId trial) => PathOf(CheckpointNames.PartsOf(trial));

    public Task Put(TrialId trial, CheckpointRef checkpoint, string folder, CancellationToken cancellationToken) => Explained(async () =>
    {
        var final = PathOf(CheckpointNames.PartsOf(trial, checkpoint.Name));
        // Its trainer has written it in its place.
        if (Path.GetFullPath(folder) == final) return;
        var contents = CheckpointContents.In(folder, checkpoint);
        await contents.Verify(folder, cancellationToken);
        if (await IsThere(final, checkpoint, cancellationToken)) return;

        var partial = $"{final}.{Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal)}.partial";
        DurableFiles.CreateFolder(Path.GetDirectoryName(final)!);
        Directory.CreateDirectory(partial);
        foreach (var file in contents.Files)
            await Copy(Path.Combine(folder, file.Name), Path.Combine(partial, file.Name), cancellationToken);
        DurableFiles.Write(Path.Combine(partial, CheckpointContents.ManifestName), contents.Manifest);
        DurableFiles.FlushFolder(partial);
        try
        {
            Directory.Move(partial, final);
        }
        catch (IOException) when (Directory.Exists(final))
        {
            Directory.Delete(partial, recursive: true);
            await IsThere(final, checkpoint, cancellationToken);
        }

        DurableFiles.FlushFolder(Path.GetDirectoryName(final)!);
    });

    public Task Fetch(TrialId trial, CheckpointRef checkpoint, string folder, CancellationToken cancellationToken) => Explained(async () =>
    {
        var stored = PathOf(CheckpointNames.PartsOf(trial, checkpoint.Name));
        var contents = CheckpointContents.In(stored, checkpoint);
        await contents.Verify(stored, cancellationToken);
        await Incoming.Fill(folder, async partial =>
        {
            foreach (var file in contents.Files)
                await Copy(Path.Combine(stored, file.Name), Path.Combine(partial, file.Name), cancellationToken);
            await contents.Verify(partial, cancellationToken);
            DurableFiles.Write(Path.Combine(partial, CheckpointContents.ManifestName), contents.Manifest);
        });
    });

    public async IAsyncEnumerable<StoredCheckpoint> List(
        string? sweep, int? trial, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var found = new List<StoredCheckpoint>();
        await Explained(() =>
        {
            foreach (var sweepFolder in sweep is null ? Folders(root) : [PathOf([CheckpointNames.RequireSweep(sweep)])])
                foreach (
                    var trialFolder in trial is { } one
                        ? [Path.Combine(sweepFolder, new TrialId(Path.GetFileName(sweepFolder), one).Number)]
                        : Folders(sweepFolder))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    if (!int.TryParse(
                        Path.GetFileName(trialFolder), NumberStyles.None, CultureInfo.InvariantCulture, out var index)) continue;
                    foreach (var checkpoint in Folders(trialFolder))
                        if (CheckpointNames.TryParse(Path.GetFileName(checkpoint).Split('.')[0], out _, out _))
                            found.Add(new(new(Path.GetFileName(sweepFolder), index), Path.GetFileName(checkpoint), BytesOf(checkpoint)));
                }

            return Task.CompletedTask;
        });
        foreach (var checkpoint in found) yield return checkpoint;
    }

    public Task Delete(TrialId trial, string checkpoint, CancellationToken cancellationToken) => Explained(() =>
    {
        var folder = PathOf(CheckpointNames.PartsOf(trial, checkpoint));
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        return Task.CompletedTask;
    });

    public Task PutLog(TrialId trial, StoredLog log, CancellationToken cancellationToken) => Explained(() =>
    {
        var folder = FolderOf(trial);
        DurableFiles.CreateFolder(folder);
        var partial = Path.Combine(folder, $"{log.Name}.{Path.GetRandomFileName()}");
        File.WriteAllBytes(partial, log.Write());
        File.Move(partial, Path.Combine(folder, log.Name), overwrite: true);
        foreach (var old in StoredLog.TooOld(LogsOf(folder).Select(known => known.Attempt)).ToHashSet())
            foreach (var (_, path) in LogsOf(folder).Where(known => known.Attempt == old)) File.Delete(path);
        return Task.CompletedTask;
    });

    public Task<StoredLog?> ReadLog(TrialId trial, CancellationToken cancellationToken) => Explained(async () =>
    {
        if (LogsOf(FolderOf(trial)) is not { Count: > 0 } logs) return null;
        var (attempt, path) = logs.MaxBy(log => log.Attempt);
        var bytes = new byte[StoredLog.MostStoredBytes];
        await using var file = File.OpenRead(path);
        var read = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        return StoredLog.Read(attempt, bytes.AsSpan(0, read));
    });

    public Task DeleteLogs(TrialId trial, CancellationToken cancellationToken) => Explained(() =>
    {
        var folder = FolderOf(trial);
        if (!Directory.Exists(folder)) return Task.CompletedTask;
        // With those that were being written when their machine went.
        foreach (var path in Directory.GetFiles(folder, "a*.log*")) File.Delete(path);
        return Task.CompletedTask;
    });

    public Task RequireAccess(CancellationToken cancellationToken) => Explained(() =>
    {
        DurableFiles.CreateFolder(root);
        return Task.CompletedTask;
    });

    public Task<OwnerMark?> Owner(CancellationToken cancellationToken) => Explained(() => Task.FromResult(FolderMark.Read(root)));

    public Task<bool> TryOwn(OwnerMark mark, OwnerMark? former, CancellationToken cancellationToken) => Explained(() =>
    {
        DurableFiles.CreateFolder(root);
        return Task.FromResult(FolderMark.TryWrite(root, mark, former));
    });

    public override string ToString() => root;

    private string PathOf(string[] parts) => Path.Combine([root, .. parts]);

    private static List<(int Attempt, string Path)> LogsOf(string folder) => !Directory.Exists(folder) ? []
        :
        [
            .. from path in Directory.GetFiles(folder, "a*.log")
               let attempt = StoredLog.AttemptOf(Path.GetFileName(path))
               where attempt is not null
               select (attempt.Value, path),
        ];

    private static string[] Folders(string folder) => Directory.Exists(folder) ? Directory.GetDirectories(folder) : [];

    private static long BytesOf(string folder)
    {
        try
        {
            return new DirectoryInfo(folder).EnumerateFiles().Sum(file => file.Length);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return 0;
        }
    }

    private static async Task Copy(string from, string to, CancellationToken cancellationToken)
    {
        await using var source = File.OpenRead(from);
        await using var target = new FileStream(to, FileMode.Create, FileAccess.Write);
        await source.CopyToAsync(target, cancellationToken);
        target.Flush(flushToDisk: true);
    }

    /// <exception cref="CheckpointStoreException">Another checkpoint is there.</exception>
    private static async Task<bool> IsThere(string final, CheckpointRef checkpoint, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(final)) return false;
        try
        {
            await CheckpointContents.In(final, checkpoint).Verify(final, cancellationToken);
            return true;
        }
        catch (InvalidDataException other)
        {
            throw new CheckpointStoreException($"{final} holds another checkpoint already: {other.Message}.", other);
        }
    }

    private async Task Explained(Func<Task> access) => await Explained<object?>(async () =>
    {
        await access();
        return null;
    });

    private async Task<T> Explained<T>(Func<Task<T>> access)
    {
        try
        {
            return await access();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointStoreException(
                $"The checkpoints in {root} cannot be read or written: {failure.Message.TrimEnd('.')}. "
                    + "Free space there, or let this user write there.",
                failure);
        }
    }
}
