using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Tests.Results;

/// <summary>What became of a sweep's trials.</summary>
internal static class Outcomes
{
    public static TrialRow Completed(int index, double top1, double trainLoss = 0.5, double? few = null, int attempts = 1) => new()
    {
        Index = index,
        State = TrialState.Completed,
        Attempts = attempts,
        Preemptions = attempts - 1,
        Result = new()
        {
            Epochs = 6,
            TrainLoss = trainLoss,
            Accuracy = new(top1, null, 0.25, few),
            BestTop1 = top1 + 0.125,
            ImagesPerSecond = 1234.56,
            WeightsSha256 = $"aa{index}",
            PrototypesSha256 = null,
        },
    };

    public static TrialRow Failed(int index, string message, FailureKind kind = FailureKind.NonFiniteLoss) =>
        new()
        {
            Index = index,
            State = TrialState.Failed,
            Attempts = 1,
            Preemptions = 0,
            Failure = new(kind, message),
        };

    public static TrialRow Waiting(int index, TrialState state = TrialState.Pending, int attempts = 0) =>
        new() { Index = index, State = state, Attempts = attempts, Preemptions = 0 };

    public static TrialOutcome Of(SweepDefinition sweep, TrialRow row, params EpochMetrics[] history) =>
        new(sweep.Trial(row.Index), row, history, []);

    /// <summary>All trials of a sweep, completed with a top-1 that their recipe and their seed give.</summary>
    public static IReadOnlyList<TrialOutcome> OfAll(SweepDefinition sweep, Func<Recipe, long, double> top1) =>
    [
        .. from index in Enumerable.Range(0, sweep.TrialCount)
           let recipe = sweep.RecipeOf(index)
           select Of(sweep, Completed(index, top1(recipe, recipe.Seed))),
    ];
}
