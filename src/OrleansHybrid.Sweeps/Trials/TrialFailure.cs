using System.Globalization;
using System.Text.Json.Serialization;
using OrleansHybrid.Sweeps.Text;

namespace OrleansHybrid.Sweeps.Trials;

/// <summary>Why an attempt ended without a result.</summary>
/// <param name="Kind">What failed.</param>
/// <param name="Message">One line for a person, with the remedy where there is one.</param>
public sealed record TrialFailure(FailureKind Kind, string Message)
{
    /// <summary>Whether the trial's own training is to blame, so that the attempt counts against <c>max_restarts</c>.</summary>
    [JsonIgnore]
    public bool IsOwnFault => Kind is not (FailureKind.Storage or FailureKind.OtherData);

    /// <summary>The same failure, of a trial that met its like once too often at one place.</summary>
    /// <param name="times">Faults in a row.</param>
    /// <param name="step">Of the newest checkpoint, beyond which it does not come.</param>
    public TrialFailure Again(int times, int step, int maxRestarts) => this with
    {
        Message = string.Create(
            CultureInfo.InvariantCulture,
            $"{Message}; that was fault {times} in a row without a checkpoint beyond {(step == 0 ? "the start" : $"step {step}")}, and max_restarts is {maxRestarts}"),
    };

    /// <summary>Whether the same training would meet the same failure again, so that no restart can help.</summary>
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

    /// <summary>The settings do not fit together or the data, as only the trainer could see.</summary>
    BadRecipe,

    /// <summary>The host's or the device's memory ran out.</summary>
    OutOfMemory,

    /// <summary>The trainer ended without a word: a native fault or an unhandled exception.</summary>
    Crash,

    /// <summary>The trainer was killed from outside (SIGKILL: a person, or the kernel for want of memory).</summary>
    Killed,

    /// <summary>The trainer gave no sign of life for so long that it was killed.</summary>
    Hung,

    /// <summary>Checkpoints cannot be written or read: disk full, no permission. Not the trial's fault.</summary>
    Storage,

    /// <summary>The machine has other data under the data set's name than the trial learns from. Not the trial's fault.</summary>
    OtherData,
}
