using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Results;

/// <summary>When a sweep may be done, and what that is reckoned from.</summary>
/// <param name="Time">At the pace of now.</param>
/// <param name="Trials">Trials still to be trained; one that runs counts by what is left of it.</param>
/// <param name="TimeATrial">Time that one has its slots, on average.</param>
/// <param name="Trained">Trials that the average is over.</param>
/// <param name="AtOnce">Trials that run now.</param>
public sealed record TimeLeft(TimeSpan Time, double Trials, TimeSpan TimeATrial, int Trained, int AtOnce)
{
    /// <returns>Null where there is nothing to reckon from: nothing runs, or nothing was trained to its end.</returns>
    public static TimeLeft? Of(SweepStatus status)
    {
        if (status.Cost is not { } cost || status.Running.Count == 0) return null;
        var begun = status.Running.Sum(trial => trial.Progress is { Steps: > 0 } progress ? (double)progress.Step / progress.Steps : 0);
        var trials = status.Count(TrialState.Pending) + status.Count(TrialState.Preempted) + status.Running.Count - begun;
        return new(TimeSpan.FromSeconds(trials * cost.Seconds / status.Running.Count), trials, TimeSpan.FromSeconds(cost.Seconds), cost.Trials, status.Running.Count);
    }
}
