using System.Globalization;
using OrleansHybrid.Sweeps.Text;

namespace OrleansHybrid.Sweeps.Scheduling;

/// <summary>
/// What a sweep may use. Once a budget is used up no other trial begins; those that have begun go on to their end, as
/// after a stop. Null has no limit.
/// </summary>
/// <param name="MaxTrials">Trials that may begin; one that reuses another's result is none.</param>
/// <param name="MaxDuration">Wall time since the sweep's first trial began, pauses included.</param>
/// <param name="MaxGpuHours">Hours that slots were occupied, summed: a slot is a GPU (or a share of one), or a core where the silo has no GPU.</param>
/// <param name="MaxTrialDuration">Time that one trial may occupy slots, over all its attempts; it is stopped at a checkpoint then.</param>
public sealed record Budget(
    int? MaxTrials = null,
    TimeSpan? MaxDuration = null,
    double? MaxGpuHours = null,
    TimeSpan? MaxTrialDuration = null)
{
    public static Budget Unlimited { get; } = new();

    /// <returns>Which budget is used up; null while none is.</returns>
    public PendingReason? UsedUp(BudgetUse use)
    {
        if (use.TrialsBegun >= MaxTrials) return Reason($"max_trials: {use.TrialsBegun} of {MaxTrials} trials have begun");
        if (use.Duration >= MaxDuration) return Reason($"max_duration: the sweep began {Durations.Write(use.Duration)} ago, more than {Durations.Write(MaxDuration!.Value)}");
        return use.SlotHours >= MaxGpuHours ? Reason($"max_gpu_hours: {use.SlotHours:0.###} of {MaxGpuHours:0.###} slot hours are used") : null;
    }

    private static PendingReason Reason(FormattableString text) =>
        new(PendingKind.BudgetUsedUp, text.ToString(CultureInfo.InvariantCulture) + "; raise it in the sweep file and submit that again");
}

/// <param name="Duration">Since the first trial began.</param>
/// <param name="SlotHours">Of ended and of running attempts.</param>
public readonly record struct BudgetUse(int TrialsBegun, TimeSpan Duration, double SlotHours);
