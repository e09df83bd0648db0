using System.Text.RegularExpressions;

namespace OrleansHybrid.Sweeps.Checkpoints;

/// <summary>A file of a checkpoint as its manifest lists it.</summary>
/// <param name="Name">The file's name within the checkpoint's folder.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Its SHA-256, lower-case hex.</param>
public sealed partial record CheckpointFile(string Name, long Bytes, string Sha256)
{
    /// <summary>Maximum size of a file without tensors; a file with tensors may have as many bytes as an array.</summary>
    private const long MostBytes = 64 << 20;

    private const int MostFiles = 16;

    /// <summary>True for a safetensors file.</summary>
    public bool HasTensors => Name.EndsWith(".safetensors", StringComparison.Ordinal);

    /// <summary>The reasons why a manifest's list of files cannot come from a trainer, each with its path in the manifest.</summary>
    /// <param name="files">The list as it was read, from an untrusted source.</param>
    public static IEnumerable<string> Problems(IReadOnlyList<CheckpointFile?>? files)
    {
        if (files is null) return ["files is missing"];
        if (files.Count > MostFiles) return [$"files names {files.Count} files, more than the {MostFiles} that are allowed"];
        var twice = files.GroupBy(file => file?.Name).Where(same => same.Key is not null && same.Count() > 1);
        return
        [
            .. files
                .Index()
                .SelectMany(entry => entry.Item is { } file ? file.Problems($"files[{entry.Index}]") : [$"files[{entry.Index}] is null"]),
            .. twice.Select(same => $"files names {Quotation.Of(same.Key)} {same.Count()} times"),
        ];
    }

    /// <summary>Checks the size before the file is read.</summary>
    /// <exception cref="InvalidDataException">The size differs.</exception>
    public void RequireBytes(long bytes)
    {
        if (bytes != Bytes)
            throw new InvalidDataException(
                $"{Name} has {bytes} bytes instead of {Bytes}{(bytes == 0 ? ": it is " + PlainFile.Nothing : "")}");
    }

    /// <exception cref="InvalidDataException">The hash differs.</exception>
    public void RequireHash(string sha256)
    {
        if (sha256 != Sha256) throw new InvalidDataException($"{Name} is damaged: its SHA-256 differs from the manifest's");
    }

    private IEnumerable<string> Problems(string path)
    {
        if (Name is null || !CheckpointNames.IsFile(Name) || Name == CheckpointContents.ManifestName)
        {
            yield return $"{path}.name {Quotation.Of(Name)} is not a file name of a checkpoint";
            yield break;
        }

        var most = HasTensors ? Array.MaxLength : MostBytes;
        if (Bytes < 1 || Bytes > most) yield return $"{path}.bytes {Bytes} is not from 1 to {most}";
        if (Sha256 is null || !Hash().IsMatch(Sha256))
            yield return $"{path}.sha256 {Quotation.Of(Sha256)} is not a SHA-256 in lower-case hex";
    }

    [GeneratedRegex(@"\A[0-9a-f]{64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Hash();
}
