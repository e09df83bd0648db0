using OrleansHybrid.Learning.Training;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Learning.Checkpoints;

/// <summary>What <c>manifest.json</c> says of a checkpoint: all that the rest of the training depends on and that is no tensor.</summary>
/// <param name="Format">Version of the checkpoint's layout.</param>
/// <param name="Trial">Whose checkpoint it is.</param>
/// <param name="Attempt">The attempt that wrote it.</param>
/// <param name="Step">Optimiser steps completed.</param>
/// <param name="Position">Where the training stands.</param>
/// <param name="Recipe">What is trained.</param>
/// <param name="Numerics">What its last bits depend on besides.</param>
/// <param name="Files">Every other file of the checkpoint.</param>
public sealed record CheckpointManifest(
    int Format,
    TrialId Trial,
    int Attempt,
    int Step,
    TrainingPosition Position,
    Recipe Recipe,
    Numerics Numerics,
    IReadOnlyList<CheckpointFile> Files)
{
    public const int CurrentFormat = 1;
    public const string FileName = "manifest.json";

    /// <summary>The checkpoint's name: unique by attempt and step.</summary>
    public string CheckpointName() => FormattableString.Invariant($"a{Attempt:D4}-s{Step:D6}");
}

/// <param name="Name">File name within the checkpoint's folder.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Its SHA-256, lower-case hex.</param>
public sealed record CheckpointFile(string Name, long Bytes, string Sha256);
