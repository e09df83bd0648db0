using OrleansHybrid.Sweeps.Definition.Yaml;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Tests.Trials;

public class CheckpointRetentionTests
{
    private static readonly ObjectiveMetric Top1 = new("top1", Goal.Maximize);

    // Accuracies after the epochs 1, 2, ...
    private static readonly double[] Accuracies = [0.3, 0.6, 0.5, 0.6, 0.4];

    private static EpochMetrics[] History =>
        [.. Accuracies.Select((top1, i) => Make.Epoch(i + 1, loss: 5 - i) with { Accuracy = new(top1, null, null, null) })];

    private static CheckpointRef[] Checkpoints => [.. Enumerable.Range(1, 5).Reverse().Select(epoch => Make.Checkpoint(1, epoch))];

    [Theory]
    [InlineData(1, 0, new[] { 5 })]
    [InlineData(2, 0, new[] { 5, 4 })]
    [InlineData(0, 1, new[] { 4 })]
    [InlineData(0, 2, new[] { 4, 2 })]
    [InlineData(1, 3, new[] { 5, 4, 3, 2 })]
    [InlineData(9, 9, new[] { 5, 4, 3, 2, 1 })]
    public void Choose_AfterTheEnd_KeepsTheNewestAndTheBest(int latest, int best, int[] epochs) =>
        Assert.Equal(
            epochs,
            new CheckpointRetention(2, latest, best, Top1).Choose(Checkpoints, History, isRunning: false).Select(kept => kept.Epoch));

    [Fact]
    public void Choose_WhileRunning_NeverKeepsFewerThanTwoOfTheNewest() =>
        Assert.Equal(
            [5, 4, 2], new CheckpointRetention(1, 0, 2, Top1).Choose(Checkpoints, History, isRunning: true).Select(kept => kept.Epoch));

    [Fact]
    public void Choose_MetricToMinimize_TakesTheLowest() =>
        Assert.Equal(
            [5],
            new CheckpointRetention(1, 0, 1, new("train_loss", Goal.Minimize))
                .Choose(Checkpoints, History, isRunning: false)
                .Select(kept => kept.Epoch));

    [Fact]
    public void Choose_CheckpointWithinAnEpoch_IsNoBest()
    {
        var within = Make.Checkpoint(2, 4, step: 45);
        Assert.Equal(
            [Make.Checkpoint(1, 4)],
            new CheckpointRetention(2, 0, 1, Top1).Choose([within, .. Checkpoints[1..]], History, isRunning: false));
    }

    [Fact]
    public void Commit_WithABestOne_KeepsItHoweverManyFollow()
    {
        var trial = ((Transition.Accepted)Trial.New.Begin("owner")).Trial;
        foreach (var epoch in Enumerable.Range(1, 5))
            trial = (
                (Transition.Accepted)trial.Commit(
                    1, Make.Checkpoint(1, epoch), [History[epoch - 1]], new CheckpointRetention(2, 1, 1, Top1))).Trial;
        Assert.Equal([5, 4], trial.Checkpoints.Select(kept => kept.Epoch));

        trial = (
            (Transition.Accepted)trial.Complete(
                1, Make.Result(0.4), Make.Checkpoint(1, 6), [Make.Epoch(6)], new CheckpointRetention(2, 1, 1, Top1))).Trial;
        Assert.Equal([6, 4], trial.Checkpoints.Select(kept => kept.Epoch));
    }

    [Fact]
    public void Retain_OfATrialThatMayGoOn_DropsNothing()
    {
        var trial = ((Transition.Accepted)Trial.New.Begin("owner")).Trial;
        trial = ((Transition.Accepted)trial.Commit(1, Make.Checkpoint(1, 1), [], 2)).Trial;
        Assert.Same(trial, ((Transition.Accepted)trial.Retain(new(0, 0))).Trial);

        var ended = ((Transition.Accepted)trial.Complete(1, Make.Result(0.4), Make.Checkpoint(1, 2), [], 2)).Trial;
        var retained = (Transition.Accepted)ended.Retain(1);
        Assert.Equal([2], retained.Trial.Checkpoints.Select(kept => kept.Epoch));
        Assert.Equal([1], retained.Dropped.Select(dropped => dropped.Epoch));
    }

    [Theory]
    [InlineData("checkpoint: {save_trial_latest: 1, save_trial_best: 2, save_sweep_best: 3, quota: 1.5GB}", 1, 2, 3, 1_500_000_000L)]
    [InlineData("checkpoint: {keep: 4}", null, 0, 0, null)]
    public void SweepFile_RetentionKeys_AreRead(string more, int? latest, int best, int sweepBest, long? quota)
    {
        var policy = new SweepText($"name: kept\n{more}", "kept.yaml").Parse().Checkpoint;
        Assert.Equal(
            (latest, best, sweepBest, quota), (policy.SaveTrialLatest, policy.SaveTrialBest, policy.SaveSweepBest, policy.QuotaBytes));
    }

    [Fact]
    public void Retention_OfThePolicy_KeepsTheBestOfEveryTrialUntilTheSweepIsDone()
    {
        var policy = new CheckpointPolicy { SaveTrialLatest = 0, SaveSweepBest = 2 };
        Assert.Equal((0, 1), (policy.Retention(Top1).Latest, policy.Retention(Top1).Best));
        Assert.Equal([1, 1, 0], Enumerable.Range(0, 3).Select(rank => policy.Retention(Top1, rank).Best));
    }
}
