using System.Text.Json.Serialization;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Text;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Protocol;

/// <summary>
/// What a trainer says, one JSON object a line on its standard output. Its standard error is free text for people.
/// The last message is one of <see cref="Completed"/>, <see cref="Preempted"/> and <see cref="Failed"/>; a trainer
/// that ends without one crashed.
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
    /// <param name="ResumedFrom">The checkpoint it goes on from; null for a fresh start.</param>
    /// <param name="Epochs">Epochs planned.</param>
    /// <param name="StepsPerEpoch">Optimiser steps of one epoch.</param>
    /// <param name="ClassCounts">Training images of each class.</param>
    /// <param name="Data">What it learns from.</param>
    public sealed record Started(
        CheckpointRef? ResumedFrom, int Epochs, int StepsPerEpoch, IReadOnlyList<int> ClassCounts, DataFingerprint? Data = null) : TrainerMessage;

    /// <summary>A sign of life, about once a second.</summary>
    public sealed record Progressed(LiveProgress Progress) : TrainerMessage;

    /// <summary>An epoch is over and, where due, evaluated.</summary>
    public sealed record EpochEnded(EpochMetrics Metrics) : TrainerMessage;

    /// <summary>A checkpoint is durable on disk and waits to be committed to the trial's record; training goes on meanwhile.</summary>
    /// <param name="Checkpoint">What was written.</param>
    /// <param name="Seconds">Time to write it.</param>
    public sealed record CheckpointWritten(CheckpointRef Checkpoint, double Seconds) : TrainerMessage;

    /// <summary>A committed checkpoint is missing or damaged; the training goes on from an older one, or from the start.</summary>
    /// <param name="Message">Which one, where, and what is wrong with it.</param>
    public sealed record CheckpointDamaged(string Message) : TrainerMessage;

    /// <summary>Something a person should know, such as an image that cannot be decoded.</summary>
    public sealed record Warned(string Message) : TrainerMessage;

    /// <summary>The training is over; the final checkpoint is durable.</summary>
    public sealed record Completed(TrialResult Result, CheckpointRef Checkpoint) : TrainerMessage;

    /// <summary>The trainer was asked to go; it lost no step since this checkpoint (null when it had not begun a step).</summary>
    public sealed record Preempted(CheckpointRef? Checkpoint) : TrainerMessage;

    /// <summary>The training cannot go on.</summary>
    public sealed record Failed(TrialFailure Failure) : TrainerMessage;
}

/// <summary>A running trial at a glance.</summary>
/// <param name="Epoch">Whole epochs completed.</param>
/// <param name="Step">Optimiser steps completed.</param>
/// <param name="Steps">Optimiser steps planned.</param>
/// <param name="TrainLoss">Running mean of the epoch's training loss; null before its first step.</param>
/// <param name="Alpha">α now.</param>
/// <param name="LearningRate">The learning rate now.</param>
/// <param name="ImagesPerSecond">Training images a second of late.</param>
/// <param name="Images">Training images shown by this attempt so far.</param>
public sealed record LiveProgress(int Epoch, int Step, int Steps, double? TrainLoss, double Alpha, double LearningRate, double ImagesPerSecond, long Images);

/// <summary>
/// What a slot agent tells a trainer, one JSON string a line on its standard input after the order. The end of the
/// input means that the agent is gone: the trainer ends at once.
/// </summary>
[JsonConverter(typeof(KebabCaseEnumConverter<TrainerCommand>))]
public enum TrainerCommand
{
    /// <summary>Checkpoint at the next step, say <see cref="TrainerMessage.Preempted"/> and end.</summary>
    CheckpointAndExit,
}
