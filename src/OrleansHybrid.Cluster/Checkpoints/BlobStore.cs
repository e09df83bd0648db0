using System.Globalization;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using OrleansHybrid.Sweeps.Checkpoints;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Checkpoints;

/// <summary>
/// Checkpoints in a container of Azure Blob Storage, a blob a file. Blobs are written once, under the condition that there
/// is none of the name; the manifest comes last. Nothing reads a list to learn what is committed.
/// </summary>
/// <param name="prefix">Where in the container, without strokes at its ends; empty for the container itself.</param>
public sealed class BlobStore(BlobContainerClient container, string prefix) : ICheckpointStore
{
    private const string HashKey = "sha256";

    // Large files go as blocks, a few at a time: what an upload holds in memory is this and no more.
    private static readonly StorageTransferOptions Transfer = new()
    {
        InitialTransferSize = BlockBytes,
        MaximumTransferSize = BlockBytes,
        MaximumConcurrency = 4,
    };

    private const int BlockBytes = 4 << 20;

    /// <summary>Told the name of each blob before and after it is written; for tests that break off there.</summary>
    internal Action<string, bool>? Reached { get; init; }

    public string? Root => null;

    public string? FolderOf(TrialId trial)
    {
        // No path is made of a name that the container would refuse.
        CheckpointNames.PartsOf(trial);
        return null;
    }

    public Task Put(TrialId trial, CheckpointRef checkpoint, string folder, CancellationToken cancellationToken) => Explained(async () =>
    {
        var place = Place(CheckpointNames.PartsOf(trial, checkpoint.Name));
        var contents = CheckpointContents.In(folder, checkpoint);
        await contents.Verify(folder, cancellationToken);
        foreach (var file in contents.Files)
        {
            await using var bytes = File.OpenRead(Path.Combine(folder, file.Name));
            await Write($"{place}/{file.Name}", bytes, file.Sha256, cancellationToken);
        }

        using var manifest = new MemoryStream(contents.Manifest, writable: false);
        await Write($"{place}/{CheckpointContents.ManifestName}", manifest, checkpoint.ManifestSha256, cancellationToken);
    }, cancellationToken);

    public Task Fetch(TrialId trial, CheckpointRef checkpoint, string folder, CancellationToken cancellationToken) => Explained(async () =>
    {
        var place = Place(CheckpointNames.PartsOf(trial, checkpoint.Name));
        await Incoming.Fill(folder, async partial =>
        {
            await Read(place, CheckpointContents.ManifestName, partial, CheckpointContents.RequireManifestBytes, cancellationToken);
            var contents = CheckpointContents.In(partial, checkpoint);
            foreach (var file in contents.Files) await Read(place, file.Name, partial, file.RequireBytes, cancellationToken);
            await contents.Verify(partial, cancellationToken);
        });
    }, cancellationToken);

    public async IAsyncEnumerable<StoredCheckpoint> List(
        string? sweep, int? trial, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var under = sweep is null ? Place([])
            : Place(trial is { } index ? CheckpointNames.PartsOf(new(sweep, index)) : [CheckpointNames.RequireSweep(sweep)]);
        StoredCheckpoint? current = null;
        // In the order of their names, so a checkpoint's blobs come one after the other.
        await using var blobs = container
            .GetBlobsAsync(BlobTraits.None, BlobStates.None, under.Length == 0 ? null : under + "/", cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        while (await Explained(async () => await blobs.MoveNextAsync(), cancellationToken))
        {
            if (Parse(blobs.Current.Name) is not { } id) continue;
            var bytes = blobs.Current.Properties.ContentLength ?? 0;
            if (current is not null && (current.Trial, current.Name) == id) current = current with { Bytes = current.Bytes + bytes };
            else
            {
                if (current is not null) yield return current;
                current = new(id.Trial, id.Name, bytes);
            }
        }

        if (current is not null) yield return current;
    }

    public Task Delete(TrialId trial, string checkpoint, CancellationToken cancellationToken) => Explained(async () =>
    {
        var place = Place(CheckpointNames.PartsOf(trial, checkpoint));
        await foreach (var blob in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, place + "/", cancellationToken))
            await container.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: cancellationToken);
    }, cancellationToken);

    public Task PutLog(TrialId trial, StoredLog log, CancellationToken cancellationToken) => Explained(async () =>
    {
        var place = LogPlace(trial, log.Name);
        await container.GetBlobClient(place).UploadAsync(new BinaryData(log.Write()), overwrite: true, cancellationToken);
        foreach (var old in StoredLog.TooOld((await LogsOf(trial, cancellationToken)).Keys))
        {
            var name = LogPlace(trial, (log with { Attempt = old }).Name);
            await container.DeleteBlobIfExistsAsync(name, cancellationToken: cancellationToken);
        }
    }, cancellationToken);

    public Task<StoredLog?> ReadLog(TrialId trial, CancellationToken cancellationToken) => Explained(async () =>
    {
        var logs = await LogsOf(trial, cancellationToken);
        if (logs.Count == 0) return null;
        var newest = logs.Keys.Max();
        // Of an empty blob no range can be read, and nobody writes one.
        if (logs[newest].Bytes is 0) return null;
        var begin = new BlobDownloadOptions { Range = new(0, StoredLog.MostStoredBytes) };
        var content = await container.GetBlobClient(logs[newest].Name).DownloadContentAsync(begin, cancellationToken);
        return StoredLog.Read(newest, content.Value.Content);
    }, cancellationToken);

    public Task DeleteLogs(TrialId trial, CancellationToken cancellationToken) => Explained(async () =>
    {
        foreach (var (name, _) in (await LogsOf(trial, cancellationToken)).Values)
            await container.DeleteBlobIfExistsAsync(name, cancellationToken: cancellationToken);
    }, cancellationToken);

    public Task RequireAccess(CancellationToken cancellationToken) => Explained(async () =>
    {
        try
        {
            // The first page of a list: what every right to this container allows, those of a signature for it alone too.
            await foreach (var _ in container.GetBlobsAsync(cancellationToken: cancellationToken).AsPages(pageSizeHint: 1)) break;
        }
        catch (RequestFailedException missing) when (missing.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        }
    }, cancellationToken);

    public Task<OwnerMark?> Owner(CancellationToken cancellationToken) => Explained(async () =>
    {
        try
        {
            // A byte more than it may have: of a larger one the begin is no mark.
            var begin = new BlobDownloadOptions { Range = new(0, OwnerMark.MostBytes + 1) };
            return OwnerMark.Read((await Mark.DownloadContentAsync(begin, cancellationToken)).Value.Content.ToArray());
        }
        catch (RequestFailedException empty) when (empty.ErrorCode == BlobErrorCode.InvalidRange)
        {
            return OwnerMark.Read([]);
        }
        catch (RequestFailedException missing) when (missing.ErrorCode == BlobErrorCode.BlobNotFound)
        {
            return null;
        }
    }, cancellationToken);

    public Task<bool> TryOwn(OwnerMark mark, OwnerMark? former, CancellationToken cancellationToken) => Explained(async () =>
    {
        try
        {
            var conditions = former is null ? new BlobRequestConditions { IfNoneMatch = ETag.All } : null;
            await Mark.UploadAsync(new BinaryData(mark.Write()), new BlobUploadOptions { Conditions = conditions }, cancellationToken);
            return true;
        }
        catch (RequestFailedException taken) when (former is null && taken.Status is 409 or 412)
        {
            return false;
        }
    }, cancellationToken);

    public override string ToString() =>
        container.Uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)
            + (prefix.Length == 0 ? "" : "/" + prefix);

    private BlobClient Mark => container.GetBlobClient(Place([OwnerMark.FileName]));

    private string Place(IReadOnlyList<string> parts) => string.Join('/', prefix.Length == 0 ? parts : [prefix, .. parts]);

    private string LogPlace(TrialId trial, string name) => $"{Place(CheckpointNames.PartsOf(trial))}/{name}";

    private async Task<Dictionary<int, (string Name, long Bytes)>> LogsOf(TrialId trial, CancellationToken cancellationToken)
    {
        var (logs, under) = (new Dictionary<int, (string, long)>(), LogPlace(trial, ""));
        // The checkpoints' blobs lie one level lower.
        var entries = container.GetBlobsByHierarchyAsync(BlobTraits.None, BlobStates.None, "/", under, cancellationToken);
        await foreach (var entry in entries)
            if (entry.IsBlob && StoredLog.AttemptOf(entry.Blob.Name[under.Length..]) is { } attempt)
                logs[attempt] = (entry.Blob.Name, entry.Blob.Properties.ContentLength ?? 0);
        return logs;
    }

    private (TrialId Trial, string Name)? Parse(string blob)
    {
        var own = prefix.Length == 0 ? blob : blob[(prefix.Length + 1)..];
        return own.Split('/') is [var sweep, var number, var name, _]
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && CheckpointNames.TryParse(name, out _, out _)
            ? (new(sweep, index), name)
            : null;
    }

    private async Task Write(string name, Stream bytes, string sha256, CancellationToken cancellationToken)
    {
        var blob = container.GetBlobClient(name);
        Reached?.Invoke(name, false);
        try
        {
            await blob.UploadAsync(bytes, new BlobUploadOptions
            {
                Conditions = new() { IfNoneMatch = ETag.All },
                Metadata = new Dictionary<string, string> { [HashKey] = sha256 },
                TransferOptions = Transfer,
                TransferValidation = new() { ChecksumAlgorithm = StorageChecksumAlgorithm.MD5 },
            }, cancellationToken);
        }
        catch (RequestFailedException taken) when (taken.Status is 409 or 412)
        {
            // By an earlier try whose answer was lost; or else by somebody else.
            var there = (await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
            if (there.ContentLength != bytes.Length || there.Metadata.TryGetValue(HashKey, out var hash) is false || hash != sha256)
                throw new CheckpointStoreException($"{this} holds another {name} already.", taken);
        }

        Reached?.Invoke(name, true);
    }

    /// <param name="requireBytes">Refuses a size before a byte is downloaded.</param>
    private async Task Read(string place, string file, string folder, Action<long> requireBytes, CancellationToken cancellationToken)
    {
        try
        {
            var blob = container.GetBlobClient($"{place}/{file}");
            requireBytes((await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value.ContentLength);
            await blob.DownloadToAsync(
                Path.Combine(folder, file), new BlobDownloadToOptions { TransferOptions = Transfer }, cancellationToken);
        }
        catch (RequestFailedException missing) when (missing.Status == 404 && missing.ErrorCode != BlobErrorCode.ContainerNotFound)
        {
            throw new InvalidDataException($"{file} is missing", missing);
        }
    }

    private async Task Explained(Func<Task> access, CancellationToken cancellationToken) => await Explained<object?>(async () =>
    {
        await access();
        return null;
    }, cancellationToken);

    private async Task<T> Explained<T>(Func<Task<T>> access, CancellationToken cancellationToken)
    {
        try
        {
            return await access();
        }
        catch (Exception failure) when (BlobFailure.Explain(failure, ToString(), cancellationToken) is { } explained)
        {
            throw explained;
        }
    }
}
