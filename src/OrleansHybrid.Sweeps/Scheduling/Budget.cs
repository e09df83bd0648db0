using System.Globalization;
using OrleansHybrid.Sweeps.Text;

namespace OrleansHybrid.Sweeps.Scheduling;

/// <summary>
/// The limits of a sweep. When a budget is used up, no further trial starts, and trials that have started train to their end, as
/// after a stop. Null is no limit.
/// </summary>
/// <param name="MaxTrials">Trials that may start; a trial that reuses another's result does not count.</param>
/// <param name="MaxDuration">Wall time since the sweep's first trial started, including pauses.</param>
/// <param name="MaxGpuHours">
/// Total hours in which slots were occupied. A slot is a GPU (or a share of one), or a core on a silo without GPUs.
/// </param>
/// <param name="MaxTrialDuration">Slot time of one trial over all its attempts; after that it is stopped at a checkpoint.</param>
public sealed record Budget(
    int? MaxTrials = null,
    TimeSpan? MaxDuration = null,
    double? MaxGpuHours = null,
    TimeSpan? MaxTrialDuration = null)
{
    public static Budget Unlimited { get; } = new();

    /// <returns>The budget that is used up; null if none is.</returns>
    public PendingReason? UsedUp(BudgetUse use)
    {
        if (use.TrialsBegun >= MaxTrials) return Reason($"max_trials: {use.TrialsBegun} of {MaxTrials} trials have started");
        if (use.Duration >= MaxDuration)
            return Reason(
                $"max_duration: the sweep started {Durations.Write(use.Duration)} ago, more than {Durations.Write(MaxDuration!.Value)}");
        return use.SlotHours >= MaxGpuHours
            ? Reason($"max_gpu_hours: {use.SlotHours:0.###} of {MaxGpuHours:0.###} slot hours are used")
            : null;
    }

    private static PendingReason Reason(FormattableString text) =>
        new(
            PendingKind.BudgetUsedUp,
            text.ToString(CultureInfo.InvariantCulture) + "; raise it in the sweep file and submit the file again");
}

/// <param name="Duration">Time since the first trial started.</param>
/// <param name="SlotHours">Slot hours of ended and running attempts.</param>
public readonly record struct BudgetUse(int TrialsBegun, TimeSpan Duration, double SlotHours);
