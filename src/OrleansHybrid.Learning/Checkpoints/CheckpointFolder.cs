using System.Security.Cryptography;
using System.Text.Json;
using OrleansHybrid.Sweeps.Checkpoints;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Learning.Checkpoints;

/// <summary>
/// A trial's folder of checkpoints, each a folder of its own. A checkpoint is written beside its place, flushed to the
/// disk and renamed: it is there whole or not at all, and a crash leaves at most a <c>.partial</c> folder.
/// </summary>
/// <param name="path">The trial's folder; created when first used.</param>
/// <param name="reached">Told each of <see cref="Points"/> when a write gets there; for tests that die there.</param>
public sealed class CheckpointFolder(string path, Action<string>? reached = null)
{
    /// <summary>Where a write may be broken off, in their order; each file is a point of its own besides.</summary>
    public static readonly IReadOnlyList<string> Points = ["begun", "files", "manifest", "flushed", "renamed", "done"];

    private const string PartialSuffix = ".partial";

    private const long LargeBytes = 64 << 20;

    /// <summary>
    /// Creates the folder where it is missing, and deletes what interrupted writes of attempts before this one left: a
    /// newer attempt may have begun while this process stood still.
    /// </summary>
    /// <inheritdoc cref="Write"/>
    public void Prepare(int attempt)
    {
        DurableFiles.CreateFolder(path);
        foreach (var partial in Directory.GetDirectories(path, "*" + PartialSuffix))
            if (CheckpointNames.TryParse(Path.GetFileNameWithoutExtension(partial), out var writer, out _) && writer <= attempt)
                Directory.Delete(partial, recursive: true);
    }

    /// <summary>Returns when the checkpoint is durable. Replaces one of the same name: one that was never committed.</summary>
    /// <param name="manifest">Its file list is filled in here.</param>
    /// <param name="files">By name.</param>
    /// <exception cref="IOException">The disk is full, for one.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public (CheckpointRef Reference, CheckpointManifest Manifest) Write(
        CheckpointManifest manifest, IReadOnlyDictionary<string, byte[]> files)
    {
        manifest = manifest with { Files = [.. files.Select(file => new CheckpointFile(file.Key, file.Value.Length, Sha256(file.Value)))] };
        var manifestBytes = JsonSerializer.SerializeToUtf8Bytes(manifest, ProtocolJson.Indented);
        var name = manifest.CheckpointName();
        var (final, partial) = (Path.Combine(path, name), Path.Combine(path, name + PartialSuffix));

        DurableFiles.CreateFolder(path);
        if (Directory.Exists(partial)) Directory.Delete(partial, recursive: true);
        Directory.CreateDirectory(partial);
        reached?.Invoke("begun");
        foreach (var (file, bytes) in files)
        {
            DurableFiles.Write(Path.Combine(partial, file), bytes);
            reached?.Invoke(file);
        }

        reached?.Invoke("files");
        DurableFiles.Write(Path.Combine(partial, CheckpointContents.ManifestName), manifestBytes);
        reached?.Invoke("manifest");
        DurableFiles.FlushFolder(partial);
        reached?.Invoke("flushed");

        if (Directory.Exists(final)) Directory.Delete(final, recursive: true);
        Directory.Move(partial, final);
        reached?.Invoke("renamed");
        DurableFiles.FlushFolder(path);
        reached?.Invoke("done");
        return (Reference(manifest, manifestBytes), manifest);
    }

    /// <summary>Reads a checkpoint whole and verifies every byte of it.</summary>
    /// <exception cref="InvalidDataException">It is missing or damaged; the message says what is wrong.</exception>
    public VerifiedCheckpoint Read(CheckpointRef checkpoint)
    {
        var (manifest, bytes) = ReadManifest(checkpoint.Name);
        if (Sha256(bytes) != checkpoint.ManifestSha256)
            throw new InvalidDataException($"{CheckpointContents.ManifestName} is not the one that was committed: its SHA-256 differs");
        return ReadFiles(checkpoint.Name, manifest);
    }

    /// <summary>Reads a checkpoint that lies somewhere, such as a downloaded one: every byte but its manifest is verified.</summary>
    /// <exception cref="InvalidDataException">It is missing or damaged; the message says what is wrong.</exception>
    public static VerifiedCheckpoint ReadAt(string folder)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var (parent, name) = (new CheckpointFolder(Path.GetDirectoryName(path) ?? path), Path.GetFileName(path));
        return parent.ReadFiles(name, parent.ReadManifest(name).Manifest);
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
        if (!CheckpointNames.TryParse(name, out var attempt, out var step)) return null;
        try
        {
            var (manifest, bytes) = ReadManifest(name);
            if (manifest.CheckpointName() == name) return Reference(manifest, bytes);
        }
        catch (InvalidDataException)
        {
            // Still listed: whoever reads it is told what is wrong with it.
        }

        return new(name, attempt, Epoch: 0, step, Bytes: 0, ManifestSha256: "");
    }

    private (CheckpointManifest Manifest, byte[] Bytes) ReadManifest(string name)
    {
        var bytes = CheckpointContents.ReadManifest(Path.Combine(path, name));
        return (ManifestReading.Read(bytes), bytes);
    }

    private VerifiedCheckpoint ReadFiles(string name, CheckpointManifest manifest)
    {
        var folder = Path.Combine(path, name);
        CheckpointContents.RequireSizes(folder, manifest.Files);
        foreach (var large in manifest.Files.Where(file => file.HasTensors && file.Bytes > LargeBytes)) RequireTensors(folder, large);
        var files = new Dictionary<string, byte[]>();
        foreach (var file in manifest.Files)
        {
            var bytes = PlainFile.Read(Path.Combine(folder, file.Name), file.Bytes);
            file.RequireBytes(bytes.Length);
            file.RequireHash(Sha256(bytes));
            files[file.Name] = bytes;
        }

        return new(manifest, files);
    }

    /// <summary>Looks at a large file's header first: a size is soon given, and memory soon taken for it.</summary>
    private static void RequireTensors(string folder, CheckpointFile file)
    {
        try
        {
            SafetensorsHeader.ReadAt(Path.Combine(folder, file.Name));
        }
        catch (InvalidDataException malformed)
        {
            throw new InvalidDataException($"{file.Name} is malformed: {malformed.Message}", malformed);
        }
    }

    private static CheckpointRef Reference(CheckpointManifest manifest, byte[] manifestBytes) => new(
        manifest.CheckpointName(),
        manifest.Attempt,
        manifest.Position.Epoch,
        manifest.Step,
        manifestBytes.Length + manifest.Files.Sum(file => file.Bytes),
        Sha256(manifestBytes));

    private static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
