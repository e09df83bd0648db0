using OrleansHybrid.Sweeps.Checkpoints;
using OrleansHybrid.Sweeps.Settings;
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
/// <param name="Data">What it learned from; null where a part of the training was of data that nobody took down.</param>
public sealed record CheckpointManifest(
    int Format,
    TrialId Trial,
    int Attempt,
    int Step,
    TrainingPosition Position,
    Recipe Recipe,
    Numerics Numerics,
    IReadOnlyList<CheckpointFile> Files,
    DataFingerprint? Data = null)
{
    public const int CurrentFormat = 1;

    /// <summary>The checkpoint's name: unique by attempt and step.</summary>
    public string CheckpointName() => CheckpointNames.Of(Attempt, Step);
}
