namespace OrleansHybrid.Sweeps.Trials;

/// <summary>A durable, verified checkpoint to which a trial record may refer.</summary>
/// <param name="Name">Folder name within the trial's checkpoints, unique by attempt and step: <c>a0002-s000300</c>.</param>
/// <param name="Attempt">The attempt that wrote it.</param>
/// <param name="Epoch">Whole epochs completed.</param>
/// <param name="Step">Optimiser steps completed.</param>
/// <param name="Bytes">Total size of its files.</param>
/// <param name="ManifestSha256">SHA-256 of its <c>manifest.json</c>, which in turn holds the hash of every other file.</param>
public sealed record CheckpointRef(string Name, int Attempt, int Epoch, int Step, long Bytes, string ManifestSha256);
