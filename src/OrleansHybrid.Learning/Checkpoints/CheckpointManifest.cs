using OrleansHybrid.Sweeps.Checkpoints;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Learning.Checkpoints;

/// <summary>What <c>manifest.json</c> says of a checkpoint: all that the rest of the training depends on and that is no tensor.</summary>
public sealed record CheckpointManifest
{
    /// <summary>Version of the checkpoint's layout.</summary>
    public required int Format { get; init; }

    /// <summary>Whose checkpoint it is.</summary>
    public required TrialId Trial { get; init; }

    /// <summary>The attempt that wrote it.</summary>
    public required int Attempt { get; init; }

    /// <summary>Optimiser steps completed.</summary>
    public required int Step { get; init; }

    /// <summary>Where the training stands.</summary>
    public required TrainingPosition Position { get; init; }

    /// <summary>What is trained.</summary>
    public required Recipe Recipe { get; init; }

    /// <summary>What its last bits depend on besides.</summary>
    public required Numerics Numerics { get; init; }

    /// <summary>The same of earlier steps that were computed under other conditions; null where there are none.</summary>
    public IReadOnlyList<Numerics>? EarlierNumerics { get; init; }

    /// <summary>Every other file of the checkpoint.</summary>
    public required IReadOnlyList<CheckpointFile> Files { get; init; }

    /// <summary>What it learned from; null where a part of the training was of data that nobody took down.</summary>
    public DataFingerprint? Data { get; init; }

    public const int CurrentFormat = 1;

    /// <summary>The checkpoint's name: unique by attempt and step.</summary>
    public string CheckpointName() => CheckpointNames.Of(Attempt, Step);
}
