using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cli.Conventions;

/// <summary>Exit codes of the console's process, as the README documents them.</summary>
internal static class ExitCode
{
    public const int Complete = 0;
    public const int UserMistake = 1;
    public const int FinishedWithFailures = 2;
    public const int ClusterUnreachable = 3;

    /// <summary>
    /// The exit code of a silo that left because other silos or a store of the cluster made it leave: start it again, like one that was
    /// declared dead.
    /// </summary>
    public const int StartAgain = 3;
    public const int Interrupted = 130;

    /// <summary>The exit code of a sweep that was watched to its end.</summary>
    public static int Of(SweepDefinition definition, SweepStatus status) =>
        status.Count(TrialState.Failed) > 0 || !definition.IsReachedBy(status.Best?.Objective) ? FinishedWithFailures : Complete;
}
