namespace OrleansHybrid.Learning.Checkpoints;

/// <summary>A checkpoint whose every byte was verified.</summary>
/// <param name="Manifest">What its manifest says.</param>
/// <param name="Files">The other files, whole, by name.</param>
public sealed record VerifiedCheckpoint(CheckpointManifest Manifest, IReadOnlyDictionary<string, byte[]> Files);
