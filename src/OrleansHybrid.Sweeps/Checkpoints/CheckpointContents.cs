using System.Security.Cryptography;
using System.Text.Json;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Checkpoints;

/// <summary>The files of a checkpoint as its manifest lists them, without the manifest itself.</summary>
/// <param name="Manifest">The manifest's bytes.</param>
/// <param name="Files">The files by the names in the manifest, each a plain file name.</param>
public sealed record CheckpointContents(byte[] Manifest, IReadOnlyList<CheckpointFile> Files)
{
    public const string ManifestName = "manifest.json";

    /// <summary>Maximum size of a manifest; ours have a few thousand bytes.</summary>
    private const int MostManifestBytes = 1 << 20;

    /// <param name="checkpoint">The checkpoint as the trial's record names it.</param>
    /// <param name="manifest">The bytes found under its name.</param>
    /// <exception cref="InvalidDataException">The bytes are not the committed manifest, or are malformed.</exception>
    public static CheckpointContents Of(CheckpointRef checkpoint, byte[] manifest)
    {
        if (Convert.ToHexStringLower(SHA256.HashData(manifest)) != checkpoint.ManifestSha256)
            throw new InvalidDataException($"{ManifestName} is not the one that was committed: its SHA-256 differs");
        try
        {
            using var json = JsonDocument.Parse(manifest);
            var files = json.RootElement.GetProperty("files").Deserialize<CheckpointFile[]>(ProtocolJson.Options);
            return CheckpointFile.Problems(files).ToArray() is { Length: > 0 } problems
                ? throw new InvalidDataException($"{ManifestName} cannot come from a trainer: {string.Join("; ", problems)}")
                : new(manifest, files!);
        }
        catch (Exception malformed) when (malformed is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException($"{ManifestName} is malformed: {MalformedJson.Explain(malformed)}", malformed);
        }
    }

    /// <summary>Reads the manifest in a folder, without opening the files.</summary>
    /// <exception cref="InvalidDataException">The manifest is missing, is not the committed one, or is malformed.</exception>
    public static CheckpointContents In(string folder, CheckpointRef checkpoint) => Of(checkpoint, ReadManifest(folder));

    /// <exception cref="InvalidDataException">The manifest is missing, or is not a regular file.</exception>
    public static byte[] ReadManifest(string folder) => PlainFile.Read(Path.Combine(folder, ManifestName), MostManifestBytes);

    /// <exception cref="InvalidDataException">The size is not that of a manifest.</exception>
    public static void RequireManifestBytes(long bytes)
    {
        if (bytes > MostManifestBytes)
            throw new InvalidDataException($"{ManifestName} has {bytes} bytes, more than the {MostManifestBytes} that are allowed");
    }

    /// <summary>Compares the size of every file in a folder before any is opened.</summary>
    /// <exception cref="InvalidDataException">A file is missing or has another size; the message names it.</exception>
    public static void RequireSizes(string folder, IEnumerable<CheckpointFile> files)
    {
        foreach (var file in files) file.RequireBytes(PlainFile.LengthOf(Path.Combine(folder, file.Name)));
    }

    /// <summary>Reads every byte of the files in a folder.</summary>
    /// <exception cref="InvalidDataException">A file is missing or damaged; the message names it.</exception>
    public async Task Verify(string folder, CancellationToken stop)
    {
        RequireSizes(folder, Files);
        foreach (var file in Files)
        {
            await using var content = File.OpenRead(Path.Combine(folder, file.Name));
            file.RequireHash(Convert.ToHexStringLower(await SHA256.HashDataAsync(content, stop)));
        }
    }
}
