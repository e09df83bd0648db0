using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Definition.Yaml;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cli.Tests;

/// <summary>A small sweep and what may become of its trials.</summary>
internal static class Some
{
    public static SweepDefinition Sweep { get; } = new SweepText("""
        name: some
        metric: {name: top1}
        parameters:
          temperature: {values: [0.1, 0.5]}
        repeats: {seeds: [0, 1]}
        """, "some.yaml").Parse();

    public static TrialRow Waiting(int index) => new(index, TrialState.Pending, 0, 0, null, null, null);

    public static TrialRow Running(int index, int attempts) => new(index, TrialState.Running, attempts, attempts - 1, null, null, null);

    public static TrialRow Completed(int index, double top1, int attempts = 1) =>
        new(
            index,
            TrialState.Completed,
            attempts,
            attempts - 1,
            new(6, 0.5, new(top1, top1, null, top1), top1, 100, new('a', 64), null),
            null,
            null);

    public static TrialRow Failed(int index, string why) =>
        new(index, TrialState.Failed, 1, 0, null, new(FailureKind.NonFiniteLoss, why), null);

    public static SweepStatus Status(IReadOnlyList<TrialRow> rows, params RunningTrial[] running) => new(
        Sweep.Id, rows.Count, rows
            .CountBy(row => row.State)
            .ToDictionary(), running, null, rows
            .Sum(row => Math.Max(0, row.Attempts - 1)), 0, null, null);

    public static LiveProgress Progress(int step, int steps) => new(1, step, steps, 1.25, 0.75, 0.1, 400, 1_000);
}
