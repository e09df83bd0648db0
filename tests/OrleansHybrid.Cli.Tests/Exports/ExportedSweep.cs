using OrleansHybrid.Cli.Commands;
using OrleansHybrid.Cli.Tests.Report;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Definition.Yaml;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cli.Tests.Exports;

/// <summary>A sweep with a trial of every kind, and exports of it.</summary>
internal static class ExportedSweep
{
    public static DateTimeOffset Made { get; } = GeneratedSweep.Made;

    /// <summary>Three temperatures (inactive without a contrastive loss) and two losses, two seeds: 12 trials, judged by few.</summary>
    public static SweepDefinition Odd { get; } = new SweepText("""
        name: odd
        description: "It's <b>odd</b>: a\ttab, a \"quote\" and 雪"
        metric: {name: few}
        parameters:
          contrastive_loss: {values: [none, sc]}
          temperature: {values: [0.1, 0.25, 0.5], when: {contrastive_loss: sc}}
          linear_probe: {values: [false]}
        repeats: {seeds: [7, 8]}
        recipe: {dataset: cifar10, epochs: 3}
        """, "odd.yaml").Parse();

    public static DateTimeOffset Began { get; } = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// Completed, completed with NaN, with infinity and without its metric, reused, failed with an odd message, running, preempted.
    /// </summary>
    public static IReadOnlyList<TrialOutcome> OddOutcomes { get; } =
    [
        Completed(0, few: 0.5),
        Completed(1, few: double.NaN),
        Completed(2, few: double.NegativeInfinity),
        Completed(3, few: null),
        Completed(4, few: 0.25) is var reused
            ? reused with { Attempts = [], Row = reused.Row with { Attempts = 0, ReusedFrom = new("other-12345678", 3) } } : null!,
        Of(5, TrialState.Failed, History(2, double.NaN), new(FailureKind.NonFiniteLoss, "NaN in 'a/b': \"c\"\\d")),
        Of(6, TrialState.Running, History(1, 0.1)),
        Of(7, TrialState.Preempted, History(1, 0.1)),
    ];

    /// <returns>The folder or the file.</returns>
    public static async Task<string> Export(
        string tool, string path, SweepDefinition sweep, IEnumerable<TrialOutcome> outcomes, DateTimeOffset? made = null)
    {
        await SweepExport.Write(
            tool, path, sweep, outcomes.ToAsyncEnumerable(), made ?? Made, TestContext.Current.CancellationToken);
        return path;
    }

    private static TrialOutcome Completed(int index, double? few)
    {
        var outcome = Of(index, TrialState.Completed, History(3, few));
        var result = new TrialResult
        {
            Epochs = 3,
            TrainLoss = 0.5,
            Accuracy = new(0.75, 0.875, null, few),
            BestTop1 = 0.8125,
            ImagesPerSecond = 100,
            WeightsSha256 = new('a', 64),
            PrototypesSha256 = null,
        };
        return outcome with { Row = outcome.Row with { Result = result } };
    }

    private static TrialOutcome Of(int index, TrialState state, IReadOnlyList<EpochMetrics> history, TrialFailure? failure = null) => new(
        Odd.Trial(index),
        new() { Index = index, State = state, Attempts = 2, Preemptions = 1, Failure = failure },
        history,
        [
            new(1, "127.0.0.1:1/gpu0", Began, 10, AttemptEnd.Preempted, 1),
            new(2, "127.0.0.1:1/gpu0", Began.AddSeconds(20), 40, state is TrialState.Running ? AttemptEnd.Open : AttemptEnd.Completed),
        ]);

    // The last epoch took twice as long as each other.
    private static IReadOnlyList<EpochMetrics> History(int epochs, double? few) =>
    [
        .. Enumerable.Range(1, epochs).Select(epoch => new EpochMetrics
        {
            Epoch = epoch,
            Step = 100 * epoch,
            TrainLoss = epoch == 2 ? double.PositiveInfinity : 1.0 / epoch,
            ContrastiveLoss = null,
            ClassifierLoss = 1,
            Alpha = 0,
            LearningRate = 0.125,
            Accuracy = epoch == 1 && epochs > 1 ? null : new(0.75, 0.875, null, few),
            ImagesPerSecond = 100,
            Seconds = epoch == epochs ? 10 : 5,
        }),
    ];
}
