using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Protocol;

/// <summary>
/// The order for a training: the trial file of <c>train FILE</c>, and the first line that a slot agent writes to a trainer.
/// </summary>
public sealed record TrainingOrder
{
    /// <summary>The trial's name.</summary>
    public required TrialId Trial { get; init; }

    /// <summary>The attempt number of the lease; part of every checkpoint's name.</summary>
    public required int Attempt { get; init; }

    /// <summary>Every setting of the training.</summary>
    public required Recipe Recipe { get; init; }

    /// <summary>The folder of this trial's checkpoints, with a subfolder for each.</summary>
    public required string CheckpointDirectory { get; init; }

    /// <summary>Committed checkpoints, newest first; the first that passes verification is used. An empty list starts anew.</summary>
    public required IReadOnlyList<CheckpointRef> ResumeFrom { get; init; }

    /// <summary>Epochs between two checkpoints; the final one is always written.</summary>
    public required int CheckpointEveryEpochs { get; init; }

    /// <summary>The folder of data sets; null if none was given.</summary>
    public required string? DataDirectory { get; init; }

    /// <summary>The device, <c>cpu</c> or <c>cuda</c> (of the devices that the trainer can see).</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>Threads of the numeric library; part of the conditions under which a run is repeatable bit for bit.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>The objective metric of the sweep; null for a training started by hand.</summary>
    public string? Metric { get; init; }

    /// <summary>The epoch after which the training pauses, with a result and a checkpoint; null to train to the end.</summary>
    public int? UntilEpoch { get; init; }

    /// <summary>The expected fingerprint of <see cref="DataDirectory"/>; null accepts any data.</summary>
    public DataFingerprint? Data { get; init; }
}
