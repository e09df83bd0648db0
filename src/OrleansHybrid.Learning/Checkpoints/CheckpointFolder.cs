using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Learning.Checkpoints;

/// <summary>
/// A trial's folder of checkpoints, each a folder of its own. A checkpoint is written beside its place, flushed to the
/// disk and renamed: it is there whole or not at all, and a crash leaves at most a <c>.partial</c> folder.
/// </summary>
/// <param name="path">The trial's folder; created when first used.</param>
public sealed partial class CheckpointFolder(string path)
{
    private const string PartialSuffix = ".partial";

    /// <summary>
    /// Creates the folder where it is missing, and deletes what interrupted writes of attempts before this one left: a
    /// newer attempt may have begun while this process stood still.
    /// </summary>
    /// <inheritdoc cref="Write"/>
    public void Prepare(int attempt)
    {
        DurableFiles.CreateFolder(path);
        foreach (var partial in Directory.GetDirectories(path, "*" + PartialSuffix))
            if (NamePattern.Match(Path.GetFileNameWithoutExtension(partial)) is { Success: true } name
                && int.Parse(name.Groups[1].ValueSpan, CultureInfo.InvariantCulture) <= attempt)
                Directory.Delete(partial, recursive: true);
    }

    /// <summary>Returns when the checkpoint is durable. Replaces one of the same name: one that was never committed.</summary>
    /// <param name="manifest">Its file list is filled in here.</param>
    /// <param name="files">By name.</param>
    /// <exception cref="IOException">The disk is full, for one.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public (CheckpointRef Reference, CheckpointManifest Manifest) Write(CheckpointManifest manifest, IReadOnlyDictionary<string, byte[]> files)
    {
        manifest = manifest with { Files = [.. files.Select(file => new CheckpointFile(file.Key, file.Value.Length, Sha256(file.Value)))] };
        var manifestBytes = JsonSerializer.SerializeToUtf8Bytes(manifest, ProtocolJson.Indented);
        var name = manifest.CheckpointName();
        var (final, partial) = (Path.Combine(path, name), Path.Combine(path, name + PartialSuffix));

        DurableFiles.CreateFolder(path);
        if (Directory.Exists(partial)) Directory.Delete(partial, recursive: true);
        Directory.CreateDirectory(partial);
        foreach (var (file, bytes) in files) DurableFiles.Write(Path.Combine(partial, file), bytes);
        DurableFiles.Write(Path.Combine(partial, CheckpointManifest.FileName), manifestBytes);
        DurableFiles.FlushFolder(partial);

        if (Directory.Exists(final)) Directory.Delete(final, recursive: true);
        Directory.Move(partial, final);
        DurableFiles.FlushFolder(path);
        return (Reference(manifest, manifestBytes), manifest);
    }

    /// <summary>Reads a checkpoint whole and verifies every byte of it.</summary>
    /// <exception cref="InvalidDataException">It is missing or damaged; the message says what is wrong.</exception>
    public VerifiedCheckpoint Read(CheckpointRef checkpoint)
    {
        var (manifest, bytes) = ReadManifest(checkpoint.Name);
        if (Sha256(bytes) != checkpoint.ManifestSha256)
            throw new InvalidDataException($"{CheckpointManifest.FileName} is not the one that was committed: its SHA-256 differs");
        return ReadFiles(checkpoint.Name, manifest);
    }

    /// <summary>
    /// Every checkpoint that is there, verified or not, the one furthest in the training first: where to look for a start
    /// without a list of committed ones.
    /// </summary>
    public IReadOnlyList<CheckpointRef> Find()
    {
        if (!Directory.Exists(path)) return [];
        return
        [
            .. Directory.GetDirectories(path)
                .Select(folder => FindByName(Path.GetFileName(folder)))
                .OfType<CheckpointRef>()
                .OrderByDescending(found => found.Step)
                .ThenByDescending(found => found.Attempt),
        ];
    }

    private CheckpointRef? FindByName(string name)
    {
        if (NamePattern.Match(name) is not { Success: true } match) return null;
        try
        {
            var (manifest, bytes) = ReadManifest(name);
            return Reference(manifest, bytes);
        }
        catch (InvalidDataException)
        {
            // Still listed: whoever reads it is told what is wrong with it.
            return new(name, int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture), Epoch: 0, int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture), Bytes: 0, ManifestSha256: "");
        }
    }

    private (CheckpointManifest Manifest, byte[] Bytes) ReadManifest(string name)
    {
        var bytes = ReadFile(name, CheckpointManifest.FileName);
        try
        {
            using var json = JsonDocument.Parse(bytes);
            var format = json.RootElement.GetProperty("format").GetInt32();
            if (format != CheckpointManifest.CurrentFormat)
                throw new InvalidDataException($"it has format {format}, and this trainer reads format {CheckpointManifest.CurrentFormat}");
            return (json.Deserialize<CheckpointManifest>(ProtocolJson.Options)!, bytes);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new InvalidDataException($"{CheckpointManifest.FileName} is malformed: {exception.Message}", exception);
        }
    }

    private VerifiedCheckpoint ReadFiles(string name, CheckpointManifest manifest)
    {
        var files = new Dictionary<string, byte[]>();
        foreach (var file in manifest.Files)
        {
            var bytes = ReadFile(name, file.Name);
            if (bytes.Length != file.Bytes) throw new InvalidDataException($"{file.Name} has {bytes.Length} bytes instead of {file.Bytes}");
            if (Sha256(bytes) != file.Sha256) throw new InvalidDataException($"{file.Name} is damaged: its SHA-256 differs from the manifest's");
            files[file.Name] = bytes;
        }

        return new(manifest, files);
    }

    private byte[] ReadFile(string name, string file)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(path, name, file));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidDataException($"{file} is missing", exception);
        }
    }

    [GeneratedRegex(@"^a([0-9]{4,9})-s([0-9]{6,9})$", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern { get; }

    private static CheckpointRef Reference(CheckpointManifest manifest, byte[] manifestBytes) => new(
        manifest.CheckpointName(),
        manifest.Attempt,
        manifest.Position.Epoch,
        manifest.Step,
        manifestBytes.Length + manifest.Files.Sum(file => file.Bytes),
        Sha256(manifestBytes));

    private static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
