using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Tests.Definition;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Tests.Results;

public sealed class LeaderboardTests
{
    /// <summary>Four configurations; trial 0 to 3 with seed 0, 4 to 7 with seed 1, 8 to 11 with seed 2.</summary>
    private static SweepDefinition Sweep(string metric = "top1") => SweepYaml.Named(
        $"metric: {{name: {metric}}}\nparameters: {{temperature: {{values: [0.1, 0.5, 1, 2]}}}}\nrepeats: {{seeds: [0, 1, 2]}}");

    private static string[] Order(Leaderboard board) => [.. board.Standings.Select(standing => standing.Parameters[0].Value)];

    [Fact]
    public void Of_ThreeSeeds_GivesMeanAndSampleDeviation()
    {
        var board = Leaderboard.Of(
            Sweep(), [Outcomes.Completed(1, 0.5), Outcomes.Completed(5, 0.6), Outcomes.Completed(9, 0.7, attempts: 3)]);

        var standing = Assert.Single(board.Standings);
        Assert.Equal([new("temperature", "0.5")], standing.Parameters);
        Assert.Equal([1, 5, 9], standing.Trials);
        Assert.Equal(3, standing.Objective!.Count);
        Assert.Equal(0.6, standing.Objective.Mean, 12);
        // The deviations are -0.1, 0 and 0.1: sqrt(0.02 / 2).
        Assert.Equal(0.1, standing.Objective.Std!.Value, 12);
        Assert.Equal((5, 2), (standing.Attempts, standing.Restarts));
        Assert.Equal([KeyValuePair.Create(TrialState.Completed, 3)], standing.States);
    }

    [Fact]
    public void Of_OneSeed_TellsOfNoDeviation() =>
        Assert.Equal(new Estimate(1, 0.5, null), Assert.Single(Leaderboard.Of(Sweep(), [Outcomes.Completed(0, 0.5)]).Standings).Objective);

    [Fact]
    public void Of_MaximizedMetric_PutsTheLargestMeanFirst() => Assert.Equal(
        ["0.5", "2", "0.1"],
        Order(Leaderboard.Of(Sweep(), [Outcomes.Completed(0, 0.4), Outcomes.Completed(1, 0.9), Outcomes.Completed(3, 0.5)])));

    [Fact]
    public void Of_MinimizedMetric_PutsTheSmallestMeanFirst() => Assert.Equal(
        ["2", "0.1", "0.5"],
        Order(
            Leaderboard.Of(
                Sweep("train_loss"), [Outcomes.Completed(0, 0, 0.4), Outcomes.Completed(1, 0, 0.9), Outcomes.Completed(3, 0, 0.1)])));

    [Fact]
    public void Of_EqualMeans_KeepsTheOrderOfTheGrid() => Assert.Equal(
        ["0.1", "0.5", "1"],
        Order(Leaderboard.Of(Sweep(), [Outcomes.Completed(2, 0.5), Outcomes.Completed(1, 0.5), Outcomes.Completed(0, 0.5)])));

    [Theory]
    [InlineData("top1")]
    [InlineData("train_loss")]
    public void Of_FailedAndWaitingConfigurations_PutsTheFailedLastWithTheirReason(string metric)
    {
        var board = Leaderboard.Of(
            Sweep(metric),
            [
                Outcomes.Failed(0, "NaN at step 7"), Outcomes.Failed(4, "NaN at step 9"), Outcomes.Failed(8, "NaN"),
                Outcomes.Failed(1, "NaN"), Outcomes.Waiting(5),
                Outcomes.Waiting(2, TrialState.Running, attempts: 2),
                Outcomes.Completed(3, 0.1), Outcomes.Failed(7, "out of memory", FailureKind.OutOfMemory),
            ]);

        Assert.Equal(["2", "0.5", "1", "0.1"], Order(board));
        Assert.Equal(new(FailureKind.NonFiniteLoss, "NaN at step 7"), board.Standings[3].Reason);
        Assert.Equal((1, FailureKind.OutOfMemory), (board.Standings[0].Objective!.Count, board.Standings[0].Reason!.Kind));
        Assert.Equal([false, false, true], board.Standings.Skip(1).Select(standing => standing.IsFinished));
        Assert.Equal((null, 1), (board.Standings[2].Objective, board.Standings[2].Restarts));
    }

    [Fact]
    public void Of_AMetricThatASeedLacks_CountsThoseThatHaveIt()
    {
        var standing = Assert.Single(
            Leaderboard.Of(Sweep("few"), [Outcomes.Completed(0, 0.5, few: 0.25), Outcomes.Completed(4, 0.7)]).Standings);

        Assert.Equal(new Estimate(1, 0.25, null), standing.Objective);
        Assert.Equal(["top1", "medium", "few", "best_top1", "train_loss"], standing.Metrics.Keys);
        Assert.Equal(2, standing.Metrics["top1"].Count);
    }
}
