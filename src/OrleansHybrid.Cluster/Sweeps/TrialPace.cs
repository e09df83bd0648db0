using OrleansHybrid.Sweeps.Protocol;

namespace OrleansHybrid.Cluster.Sweeps;

/// <summary>The speed at which a trial trains, evaluations and all, from its first heartbeat that told of a step to its latest.</summary>
internal sealed record TrialPace(int FirstStep, TimeSpan Since, LiveProgress Latest, TimeSpan Until)
{
    // Less than this is mostly what the first steps take.
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(10);

    /// <summary>The time that the whole trial takes, in seconds; null while too little of it was seen.</summary>
    public double? WholeSeconds =>
        Until - Since >= Least && Latest.Step > FirstStep ? (Until - Since).TotalSeconds / (Latest.Step - FirstStep) * Latest.Steps : null;

    public static TrialPace? After(TrialPace? before, LiveProgress? progress, TimeSpan now) =>
        progress is not { Steps: > 0 } ? before
        : before is null ? new(progress.Step, now, progress, now)
        : before with { Latest = progress, Until = now };
}
