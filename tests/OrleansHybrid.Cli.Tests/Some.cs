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

    public static TrialRow Waiting(int index) => new()
    {
        Index = index,
        State = TrialState.Pending,
        Attempts = 0,
        Preemptions = 0,
    };

    public static TrialRow Running(int index, int attempts) => new()
    {
        Index = index,
        State = TrialState.Running,
        Attempts = attempts,
        Preemptions = attempts - 1,
    };

    public static TrialRow Completed(int index, double top1, int attempts = 1) =>
        new()
        {
            Index = index,
            State = TrialState.Completed,
            Attempts = attempts,
            Preemptions = attempts - 1,
            Result = new()
            {
                Epochs = 6,
                TrainLoss = 0.5,
                Accuracy = new(top1, top1, null, top1),
                BestTop1 = top1,
                ImagesPerSecond = 100,
                WeightsSha256 = new('a', 64),
                PrototypesSha256 = null,
            },
        };

    public static TrialRow Failed(int index, string why) =>
        new()
        {
            Index = index,
            State = TrialState.Failed,
            Attempts = 1,
            Preemptions = 0,
            Failure = new(FailureKind.NonFiniteLoss, why),
        };

    public static SweepStatus Status(IReadOnlyList<TrialRow> rows, params RunningTrial[] running) => new()
    {
        Sweep = Sweep.Id,
        Trials = rows.Count,
        Counts = rows
            .CountBy(row => row.State)
            .ToDictionary(),
        Running = running,
        Restarts = rows
            .Sum(row => Math.Max(0, row.Attempts - 1)),
        Preemptions = 0,
    };

    public static LiveProgress Progress(int step, int steps) => new()
    {
        Epoch = 1,
        Step = step,
        Steps = steps,
        TrainLoss = 1.25,
        Alpha = 0.75,
        LearningRate = 0.1,
        ImagesPerSecond = 400,
        Images = 1_000,
    };
}
