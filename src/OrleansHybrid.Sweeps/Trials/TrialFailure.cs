using System.Globalization;
using System.Text.Json.Serialization;
using OrleansHybrid.Sweeps.Text;

namespace OrleansHybrid.Sweeps.Trials;

/// <summary>The reason why an attempt ended without a result.</summary>
/// <param name="Kind">The kind of failure.</param>
/// <param name="Message">One line for a person, with the remedy if there is one.</param>
public sealed record TrialFailure(FailureKind Kind, string Message)
{
    /// <summary>True if the fault is the training's own, so that the attempt counts against <c>max_restarts</c>.</summary>
    [JsonIgnore]
    public bool IsOwnFault => Kind is not (FailureKind.Storage or FailureKind.OtherData or FailureKind.GpuLost);

    /// <summary>The same failure as the last of too many faults in a row without progress.</summary>
    /// <param name="times">Number of faults in a row.</param>
    /// <param name="step">Step of the newest checkpoint.</param>
    public TrialFailure Again(int times, int step, int maxRestarts) => this with
    {
        Message = string.Create(
            CultureInfo.InvariantCulture,
            $"{Message}; that was fault {times} in a row without a checkpoint beyond {(step == 0 ? "the start" : $"step {step}")}, and "
                + $"max_restarts is {maxRestarts}"),
    };

    /// <summary>True if the same training would fail in the same way again, so that no restart can help.</summary>
    [JsonIgnore]
    public bool IsRepeatable => Kind is FailureKind.NonFiniteLoss or FailureKind.BadData or FailureKind.BadRecipe;
}

[JsonConverter(typeof(KebabCaseEnumConverter<FailureKind>))]
public enum FailureKind
{
    /// <summary>The loss became NaN or infinite.</summary>
    NonFiniteLoss,

    /// <summary>Data files are missing, short or malformed.</summary>
    BadData,

    /// <summary>The settings do not fit together, or do not fit the data, which only the trainer could detect.</summary>
    BadRecipe,

    /// <summary>The memory of the host or the device was exhausted.</summary>
    OutOfMemory,

    /// <summary>The trainer ended without a last message: a native fault or an unhandled exception.</summary>
    Crash,

    /// <summary>The trainer was killed from outside (SIGKILL by a person, or by the kernel when memory is short).</summary>
    Killed,

    /// <summary>The trainer sent no message for so long that it was killed.</summary>
    Hung,

    /// <summary>Checkpoints cannot be written or read: disk full, no permission. Not the trial's fault.</summary>
    Storage,

    /// <summary>The machine has data under the data set's name that differs from the trial's. Not the trial's fault.</summary>
    OtherData,

    /// <summary>The GPU is missing or has failed, or its driver is too old for the trainer. Not the trial's fault.</summary>
    GpuLost,

    /// <summary>The memory of the GPU was exhausted, by this training or by others that share it.</summary>
    OutOfGpuMemory,
}
