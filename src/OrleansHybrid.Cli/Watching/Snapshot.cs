using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cli.Watching;

/// <summary>The state of a sweep at one moment, as the views draw it.</summary>
/// <param name="Rows">Every trial's row, in index order; updated in place.</param>
/// <param name="Changed">The rows that have changed since the last snapshot.</param>
/// <param name="Elapsed">Time since this console began to watch.</param>
/// <param name="Remaining">Time left; null while there is no basis for an estimate.</param>
internal sealed record Snapshot(
    SweepStatus Status, IReadOnlyList<TrialRow> Rows, IReadOnlyList<TrialRow> Changed, TimeSpan Elapsed, TimeSpan? Remaining)
{
    /// <summary>The completed fraction of all planned steps, in [0, 1]; a waiting trial counts as not begun.</summary>
    public static double DoneFraction(SweepStatus status)
    {
        var final = status.Counts.Where(count => count.Key.IsFinal()).Sum(count => count.Value);
        var running = status.Running.Sum(trial => trial.Progress is { Steps: > 0 } progress ? (double)progress.Step / progress.Steps : 0);
        return status.Trials == 0 ? 1 : (final + running) / status.Trials;
    }
}
