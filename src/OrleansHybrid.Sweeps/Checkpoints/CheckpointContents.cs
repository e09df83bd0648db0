using System.Security.Cryptography;
using System.Text.Json;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Checkpoints;

/// <summary>The files of a checkpoint as its manifest lists them, the manifest itself aside.</summary>
/// <param name="Manifest">The manifest's bytes.</param>
/// <param name="Files">By the names that the manifest gives, each a plain file name.</param>
public sealed record CheckpointContents(byte[] Manifest, IReadOnlyList<CheckpointFile> Files)
{
    public const string ManifestName = "manifest.json";

    /// <param name="checkpoint">As a trial's record names it.</param>
    /// <param name="manifest">What lies under its name.</param>
    /// <exception cref="InvalidDataException">It is not the manifest that was committed, or malformed.</exception>
    public static CheckpointContents Of(CheckpointRef checkpoint, byte[] manifest)
    {
        if (Convert.ToHexStringLower(SHA256.HashData(manifest)) != checkpoint.ManifestSha256)
            throw new InvalidDataException($"{ManifestName} is not the one that was committed: its SHA-256 differs");
        try
        {
            using var json = JsonDocument.Parse(manifest);
            var files = json.RootElement.GetProperty("files").Deserialize<CheckpointFile[]>(ProtocolJson.Options)!;
            return files.FirstOrDefault(file => !CheckpointNames.IsFile(file.Name)) is { } stranger
                ? throw new InvalidDataException($"{ManifestName} names a file '{stranger.Name}', which no checkpoint has")
                : new(manifest, files);
        }
        catch (Exception malformed) when (malformed is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException($"{ManifestName} is malformed: {malformed.Message}", malformed);
        }
    }

    /// <summary>Reads what lies in a folder, without looking into the files.</summary>
    /// <exception cref="InvalidDataException">The manifest is missing, not the one that was committed, or malformed.</exception>
    public static async Task<CheckpointContents> In(string folder, CheckpointRef checkpoint, CancellationToken stop)
    {
        try
        {
            return Of(checkpoint, await File.ReadAllBytesAsync(Path.Combine(folder, ManifestName), stop));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidDataException($"{ManifestName} is missing", missing);
        }
    }

    /// <summary>Reads every byte of the files in a folder.</summary>
    /// <exception cref="InvalidDataException">A file is missing or damaged; the message says which.</exception>
    public async Task Verify(string folder, CancellationToken stop)
    {
        foreach (var file in Files)
        {
            var path = Path.Combine(folder, file.Name);
            if (!File.Exists(path)) throw new InvalidDataException($"{file.Name} is missing");
            await using var bytes = File.OpenRead(path);
            file.Require(bytes.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(bytes, stop)));
        }
    }
}

/// <param name="Name">File name within the checkpoint's folder.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Its SHA-256, lower-case hex.</param>
public sealed record CheckpointFile(string Name, long Bytes, string Sha256)
{
    /// <exception cref="InvalidDataException">What was found is not this file.</exception>
    public void Require(long bytes, string sha256)
    {
        if (bytes != Bytes) throw new InvalidDataException($"{Name} has {bytes} bytes instead of {Bytes}");
        if (sha256 != Sha256) throw new InvalidDataException($"{Name} is damaged: its SHA-256 differs from the manifest's");
    }
}
