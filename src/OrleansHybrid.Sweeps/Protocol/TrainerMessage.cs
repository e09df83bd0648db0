using System.Text.Json.Serialization;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Text;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Protocol;

/// <summary>
/// A message of a trainer: one JSON object per line on its standard output. Its standard error is free text for people. The last
/// message is <see cref="Completed"/>, <see cref="Preempted"/> or <see cref="Failed"/>; a trainer that ends without one has
/// crashed.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Started), "started")]
[JsonDerivedType(typeof(Progressed), "progressed")]
[JsonDerivedType(typeof(EpochEnded), "epoch-ended")]
[JsonDerivedType(typeof(CheckpointWritten), "checkpoint-written")]
[JsonDerivedType(typeof(CheckpointDamaged), "checkpoint-damaged")]
[JsonDerivedType(typeof(Warned), "warned")]
[JsonDerivedType(typeof(Completed), "completed")]
[JsonDerivedType(typeof(Preempted), "preempted")]
[JsonDerivedType(typeof(Failed), "failed")]
public abstract record TrainerMessage
{
    private TrainerMessage()
    {
    }

    /// <summary>Data and network are ready and training begins.</summary>
    /// <param name="ResumedFrom">The checkpoint from which training resumes; null for a fresh start.</param>
    /// <param name="Epochs">Planned number of epochs.</param>
    /// <param name="StepsPerEpoch">Optimiser steps of one epoch.</param>
    /// <param name="ClassCounts">Number of training images of each class.</param>
    /// <param name="Data">The fingerprint of the training data.</param>
    /// <param name="Numerics"><inheritdoc cref="TrialResult.Numerics" path="/summary"/></param>
    public sealed record Started(
        CheckpointRef? ResumedFrom, int Epochs, int StepsPerEpoch, IReadOnlyList<int> ClassCounts,
        DataFingerprint? Data = null, string? Numerics = null) : TrainerMessage;

    /// <summary>A heartbeat, about once a second.</summary>
    public sealed record Progressed(LiveProgress Progress) : TrainerMessage;

    /// <summary>An epoch has ended and, if due, was evaluated.</summary>
    public sealed record EpochEnded(EpochMetrics Metrics) : TrainerMessage;

    /// <summary>A checkpoint is durable on disk and waits to be committed to the trial's record; training continues meanwhile.</summary>
    /// <param name="Checkpoint">The checkpoint.</param>
    /// <param name="Seconds">Time to write it.</param>
    public sealed record CheckpointWritten(CheckpointRef Checkpoint, double Seconds) : TrainerMessage;

    /// <summary>A committed checkpoint is missing or damaged; training resumes from an older one, or starts again.</summary>
    /// <param name="Message">The checkpoint, its place and its damage, in words.</param>
    public sealed record CheckpointDamaged(string Message) : TrainerMessage;

    /// <summary>A warning for people, such as an image that cannot be decoded.</summary>
    public sealed record Warned(string Message) : TrainerMessage;

    /// <summary>The training has ended; the final checkpoint is durable.</summary>
    public sealed record Completed(TrialResult Result, CheckpointRef Checkpoint) : TrainerMessage;

    /// <summary>The trainer was asked to leave; it lost no step after this checkpoint (null if it had not begun a step).</summary>
    public sealed record Preempted(CheckpointRef? Checkpoint) : TrainerMessage;

    /// <summary>The training cannot continue.</summary>
    public sealed record Failed(TrialFailure Failure) : TrainerMessage;
}

/// <summary>A running trial at a glance.</summary>
public sealed record LiveProgress
{
    /// <summary>A sign of life before anything is known of the training.</summary>
    public static LiveProgress None { get; } = new()
    {
        Epoch = 0,
        Step = 0,
        Steps = 0,
        TrainLoss = null,
        Alpha = 0,
        LearningRate = 0,
        ImagesPerSecond = 0,
        Images = 0,
    };

    /// <summary>Whole epochs completed.</summary>
    public required int Epoch { get; init; }

    /// <summary>Optimiser steps completed.</summary>
    public required int Step { get; init; }

    /// <summary>Optimiser steps planned.</summary>
    public required int Steps { get; init; }

    /// <summary>Running mean of the epoch's training loss; null before its first step.</summary>
    public required double? TrainLoss { get; init; }

    /// <summary>The present α.</summary>
    public required double Alpha { get; init; }

    /// <summary>The present learning rate.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Recent training images per second.</summary>
    public required double ImagesPerSecond { get; init; }

    /// <summary>Number of training images shown by this attempt so far.</summary>
    public required long Images { get; init; }
}

/// <summary>
/// A command of a slot agent to a trainer: one JSON string per line on its standard input, after the order. The end of the input
/// means that the agent is gone: the trainer ends at once.
/// </summary>
[JsonConverter(typeof(KebabCaseEnumConverter<TrainerCommand>))]
public enum TrainerCommand
{
    /// <summary>Write a checkpoint at the next step, send <see cref="TrainerMessage.Preempted"/> and end.</summary>
    CheckpointAndExit,
}
