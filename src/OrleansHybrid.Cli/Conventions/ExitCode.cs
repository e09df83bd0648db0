using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cli.Conventions;

/// <summary>What the console's process answers; documented in the README.</summary>
internal static class ExitCode
{
    public const int Complete = 0;
    public const int UserMistake = 1;
    public const int FinishedWithFailures = 2;
    public const int ClusterUnreachable = 3;

    /// <summary>Of a silo that left for what the others or a store of the cluster did: to be started again, as one that was declared dead.</summary>
    public const int StartAgain = 3;
    public const int Interrupted = 130;

    /// <summary>Of a sweep that was followed to its end.</summary>
    public static int Of(SweepDefinition definition, SweepStatus status) =>
        status.Count(TrialState.Failed) > 0 || !definition.IsReachedBy(status.Best?.Objective) ? FinishedWithFailures : Complete;
}
