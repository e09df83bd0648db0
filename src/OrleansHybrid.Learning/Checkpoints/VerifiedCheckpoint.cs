namespace OrleansHybrid.Learning.Checkpoints;

/// <summary>A checkpoint whose every byte was verified.</summary>
/// <param name="Manifest">What its manifest says.</param>
/// <param name="Files">The other files, whole, by name.</param>
public sealed record VerifiedCheckpoint(CheckpointManifest Manifest, IReadOnlyDictionary<string, byte[]> Files)
{
    /// <exception cref="InvalidDataException">It has no such file.</exception>
    public byte[] Required(string file) => Files.GetValueOrDefault(file) ?? throw new InvalidDataException($"its manifest names no {file}");
}
