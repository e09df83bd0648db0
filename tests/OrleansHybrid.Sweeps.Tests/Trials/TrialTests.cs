using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Tests.Trials;

public sealed class TrialTests
{
    private static readonly TrialFailure Crash = new(FailureKind.Crash, "gone");
    private static readonly TrialFailure NonFinite = new(FailureKind.NonFiniteLoss, "NaN");

    private static Trial Running => Trial.New.After(trial => trial.Begin("gpu0"));

    [Fact]
    public void Begin_OfAPendingTrial_RaisesTheAttempt()
    {
        var trial = Running;

        Assert.Equal((TrialState.Running, 1, "gpu0", 0), (trial.State, trial.Attempt, trial.Owner, trial.Preemptions));
    }

    [Fact]
    public void Begin_OfARunningTrial_FencesTheFormerOwnerAndCountsALoss()
    {
        var trial = Running.After(trial => trial.Begin("gpu1"));

        Assert.Equal((2, "gpu1", 1, 1), (trial.Attempt, trial.Owner, trial.Preemptions, trial.Losses));
        Assert.Equal(Refusal.StaleAttempt, trial.Commit(1, Make.Checkpoint(1, 1), [], 2).Reason());
        Assert.Equal(Refusal.StaleAttempt, trial.Complete(1, Make.Result(0.5), Make.Checkpoint(1, 1), [], 2).Reason());
        Assert.Equal(Refusal.StaleAttempt, trial.Preempt(1, null, [], 2).Reason());
        Assert.Equal(Refusal.StaleAttempt, trial.Fail(1, Crash, 3).Reason());
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 2)]
    [InlineData(2, 3)]
    [InlineData(41, 42)]
    public void Begin_OfARecordThatKnowsFewerAttemptsThanTheStore_GivesNoNumberTwice(int stored, int expected)
    {
        var trial = Running.After(trial => trial.Begin("gpu1", "gpu1", null, default, above: stored));

        Assert.Equal(expected, trial.Attempt);
        Assert.Equal(Refusal.StaleAttempt, trial.Commit(stored, Make.Checkpoint(stored, 1), [], 2).Reason());
    }

    [Fact]
    public void Begin_OfAFinalTrial_IsRefused()
    {
        var completed = Running.After(trial => trial.Complete(1, Make.Result(0.5), Make.Checkpoint(1, 6), [], 1));
        var failed = Running.After(trial => trial.Fail(1, NonFinite, 3));

        Assert.Equal(Refusal.NotLeasable, completed.Begin("gpu0").Reason());
        Assert.Equal(Refusal.NotLeasable, failed.Begin("gpu0").Reason());
    }

    [Fact]
    public void Begin_AfterALoss_ForgetsTheEpochsBeyondTheCheckpoint()
    {
        var trial = Running
            .After(trial => trial.Commit(1, Make.Checkpoint(1, 3), Make.Epochs(1, 5), 2))
            .After(trial => trial.Begin("gpu1"));

        Assert.Equal([1, 2, 3], trial.History.Select(metrics => metrics.Epoch));
    }

    [Fact]
    public void Commit_AnewAfterALentCheckpointIsLost_LeavesNoGap()
    {
        var trial = Running
            .After(trial => trial.Commit(1, Make.Checkpoint(1, 3), Make.Epochs(3, 3), 2))
            .After(trial => trial.Begin("gpu1"))
            .After(trial => trial.Commit(2, Make.Checkpoint(2, 1), Make.Epochs(1, 1), 2));

        Assert.Equal([1], trial.History.Select(metrics => metrics.Epoch));
        Assert.Equal(
            [1, 2, 3],
            trial.After(trial => trial.Commit(2, Make.Checkpoint(2, 3), Make.Epochs(2, 3), 2)).History.Select(metrics => metrics.Epoch));
    }

    [Fact]
    public void Commit_WithKnownEpochs_ReplacesThem()
    {
        var trial = Running
            .After(trial => trial.Commit(1, Make.Checkpoint(1, 2), Make.Epochs(1, 2), 2))
            .After(trial => trial.Commit(1, Make.Checkpoint(1, 3), [Make.Epoch(2, loss: 7), Make.Epoch(3)], 2));

        Assert.Equal([(1, 1.0), (2, 7.0), (3, 1.0)], trial.History.Select(metrics => (metrics.Epoch, metrics.TrainLoss)));
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    public void Commit_BeyondKeep_DropsTheOldestButNeverThePredecessor(int keep, int kept)
    {
        var trial = Running;
        var dropped = new List<CheckpointRef>();
        for (var epoch = 1; epoch <= 5; epoch++)
        {
            var accepted = Assert.IsType<Transition.Accepted>(trial.Commit(1, Make.Checkpoint(1, epoch), [], keep));
            trial = accepted.Trial;
            dropped.AddRange(accepted.Dropped);
        }

        Assert.Equal(Enumerable.Range(0, kept).Select(back => 5 - back), trial.Checkpoints.Select(checkpoint => checkpoint.Epoch));
        Assert.Equal(Enumerable.Range(1, 5 - kept), dropped.Select(checkpoint => checkpoint.Epoch));
    }

    [Fact]
    public void Commit_Repeated_ChangesNothing()
    {
        var trial = Running.After(trial => trial.Commit(1, Make.Checkpoint(1, 1), Make.Epochs(1, 1), 2));

        var again = Assert.IsType<Transition.Accepted>(trial.Commit(1, Make.Checkpoint(1, 1), Make.Epochs(1, 1), 2));

        Assert.Same(trial, again.Trial);
        Assert.Empty(again.Dropped);
    }

    [Fact]
    public void Commit_OvertakenByItsSuccessor_IsDroppedAndKeepsTheSuccessor()
    {
        var trial = Running
            .After(trial => trial.Commit(1, Make.Checkpoint(1, 2), Make.Epochs(1, 2), 2));

        var late = Assert.IsType<Transition.Accepted>(trial.Commit(1, Make.Checkpoint(1, 1), Make.Epochs(1, 1), 2));

        Assert.Same(trial, late.Trial);
        Assert.Equal([Make.Checkpoint(1, 1)], late.Dropped);
    }

    [Fact]
    public void Commit_AfterADamagedCheckpointWasPassedOver_DropsTheDamagedOne()
    {
        var trial = Running
            .After(trial => trial.Commit(1, Make.Checkpoint(1, 1), [], 2))
            .After(trial => trial.Commit(1, Make.Checkpoint(1, 5), [], 2))
            .After(trial => trial.Begin("gpu1"));

        var accepted = Assert.IsType<Transition.Accepted>(trial.Commit(2, Make.Checkpoint(2, 2), [], 2));

        Assert.Equal([Make.Checkpoint(2, 2), Make.Checkpoint(1, 1)], accepted.Trial.Checkpoints);
        Assert.Equal([Make.Checkpoint(1, 5)], accepted.Dropped);
    }

    [Fact]
    public void Complete_EndsTheTrialAndKeepsOnlyWhatIsAskedFor()
    {
        var accepted = Assert.IsType<Transition.Accepted>(Running
            .After(trial => trial.Commit(1, Make.Checkpoint(1, 5), Make.Epochs(1, 5), 2))
            .Complete(1, Make.Result(0.5), Make.Checkpoint(1, 6), Make.Epochs(6, 6), 1));

        Assert.Equal((TrialState.Completed, null, Make.Result(0.5)), (accepted.Trial.State, accepted.Trial.Owner, accepted.Trial.Result));
        Assert.Equal([Make.Checkpoint(1, 6)], accepted.Trial.Checkpoints);
        Assert.Equal([Make.Checkpoint(1, 5)], accepted.Dropped);
        Assert.Equal(6, accepted.Trial.History.Count);
    }

    [Fact]
    public void Complete_WithTheCheckpointThatItResumedFrom_KeepsItOnce()
    {
        var trial = Running
            .After(trial => trial.Commit(1, Make.Checkpoint(1, 6), Make.Epochs(1, 6), 2))
            .After(trial => trial.Begin("gpu1"))
            .After(trial => trial.Complete(2, Make.Result(0.5), Make.Checkpoint(1, 6), [], 2));

        Assert.Equal([Make.Checkpoint(1, 6)], trial.Checkpoints);
    }

    [Fact]
    public void Complete_Repeated_ChangesNothing()
    {
        var trial = Running.After(trial => trial.Complete(1, Make.Result(0.5), Make.Checkpoint(1, 6), [], 1));

        Assert.Same(trial, trial.After(trial => trial.Complete(1, Make.Result(0.5), Make.Checkpoint(1, 6), [], 1)));
    }

    [Fact]
    public void Complete_AfterAFailure_ForgetsTheFailure()
    {
        var trial = Running
            .After(trial => trial.Fail(1, Crash, 3))
            .After(trial => trial.Begin("gpu0"))
            .After(trial => trial.Complete(2, Make.Result(0.5), Make.Checkpoint(2, 6), [], 1));

        Assert.Equal((null, 1), (trial.Failure, trial.OwnFaults));
    }

    [Fact]
    public void Preempt_WithACheckpoint_HandsTheLeaseBackAndKeepsIt()
    {
        var trial = Running.After(trial => trial.Preempt(1, Make.Checkpoint(1, 2, step: 27), Make.Epochs(1, 2), 2));

        Assert.Equal((TrialState.Preempted, null, 1, 0), (trial.State, trial.Owner, trial.Preemptions, trial.Losses));
        Assert.Equal(27, Assert.Single(trial.Checkpoints).Step);
        Assert.Equal(2, trial.History.Count);
    }

    [Fact]
    public void Preempt_BeforeTheFirstStep_LeavesNothingToResumeFrom()
    {
        var trial = Running.After(trial => trial.Preempt(1, null, [], 2));

        Assert.Empty(trial.Checkpoints);
        Assert.Equal(2, trial.After(trial => trial.Begin("gpu1")).Attempt);
    }

    [Fact]
    public void Preempt_Repeated_CountsOnce()
    {
        var trial = Running
            .After(trial => trial.Preempt(1, null, [], 2))
            .After(trial => trial.Preempt(1, null, [], 2));

        Assert.Equal(1, trial.Preemptions);
    }

    [Fact]
    public void Reports_OfAnotherLeaseWithTheSameNumber_AreRefused()
    {
        // The sweep was deleted and submitted again; the first one's attempt 1 was cut off meanwhile.
        var second = Trial.New.After(trial => trial.Begin("second", "here", null, default));
        var former = new AttemptReport(1, 60, "first");

        Assert.Equal(Refusal.StaleAttempt, second.Commit(former, Make.Checkpoint(1, 1), [], 2).Reason());
        Assert.Equal(Refusal.StaleAttempt, second.Complete(former, Make.Result(0.5), Make.Checkpoint(1, 1), [], 2).Reason());
        Assert.Equal(Refusal.StaleAttempt, second.Preempt(former, null, [], 2).Reason());
        Assert.Equal(Refusal.StaleAttempt, second.Fail(former, Crash, 3).Reason());

        var own = new AttemptReport(1, 60, "second");
        var completed = second.After(trial => trial.Complete(own, Make.Result(0.5), Make.Checkpoint(1, 6), [], 1));
        Assert.Same(completed, completed.After(trial => trial.Complete(own, Make.Result(0.5), Make.Checkpoint(1, 6), [], 1)));
        Assert.Equal(Refusal.StaleAttempt, completed.Complete(former, Make.Result(0.5), Make.Checkpoint(1, 6), [], 1).Reason());
        Assert.Equal(Refusal.StaleAttempt, second.After(trial => trial.Preempt(own, null, [], 2)).Preempt(former, null, [], 2).Reason());
    }

    [Fact]
    public void Reports_AfterTheAttemptEndedInAnotherWay_AreRefused()
    {
        var trial = Running.After(trial => trial.Preempt(1, null, [], 2));

        Assert.Equal(Refusal.AttemptEnded, trial.Commit(1, Make.Checkpoint(1, 1), [], 2).Reason());
        Assert.Equal(Refusal.AttemptEnded, trial.Complete(1, Make.Result(0.5), Make.Checkpoint(1, 6), [], 2).Reason());
        Assert.Equal(Refusal.AttemptEnded, trial.Fail(1, Crash, 3).Reason());
    }

    [Fact]
    public void Json_OfATrialWithEverything_ReadsBackTheSame()
    {
        var trial = Running
            .After(trial => trial.Fail(1, Crash, 3))
            .After(trial => trial.Begin("gpu1"))
            .After(trial => trial.Commit(2, Make.Checkpoint(2, 2), Make.Epochs(1, 2), 2));

        var text = ProtocolJson.Write(trial);
        var back = ProtocolJson.Read<Trial>(text);

        Assert.Equal(text, ProtocolJson.Write(back));
        Assert.Equal((TrialState.Running, 2, "gpu1", 1), (back.State, back.Attempt, back.Owner, back.OwnFaults));
        Assert.Equal(trial.Checkpoints, back.Checkpoints);
        Assert.Equal(trial.History, back.History);
    }
}

internal static class TransitionAssertions
{
    public static Trial After(this Trial trial, Func<Trial, Transition> step) => Assert.IsType<Transition.Accepted>(step(trial)).Trial;

    public static Refusal Reason(this Transition transition) => Assert.IsType<Transition.Refused>(transition).Reason;
}
