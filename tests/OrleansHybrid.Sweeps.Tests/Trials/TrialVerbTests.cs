using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Tests.Trials;

public sealed class TrialVerbTests
{
    private static readonly TrialFailure Crash = new(FailureKind.Crash, "gone");

    private static Trial Running => Trial.New.After(trial => trial.Begin("gpu0"));

    private static Trial Completed => Running.After(trial => trial.Complete(1, Make.Result(0.5), Make.Checkpoint(1, 6), [], 1));

    private static Trial Failed => Running.After(trial => trial.Fail(1, Crash, maxRestarts: 0));

    [Fact]
    public void Pause_OfAWaitingTrial_KeepsItFromBeginning_UntilResumed()
    {
        var paused = Trial.New.After(trial => trial.After(Verb.Pause));

        Assert.Equal(TrialState.Paused, paused.State);
        Assert.Equal(Refusal.NotLeasable, paused.Begin("gpu0").Reason());
        Assert.Equal(TrialState.Pending, paused.After(trial => trial.After(Verb.Resume)).State);
    }

    [Fact]
    public void Pause_OfARunningTrial_LetsItsAttemptCheckIn_AndCountsNoPreemption()
    {
        var paused = Running
            .After(trial => trial.After(Verb.Pause))
            .After(trial => trial.Commit(1, Make.Checkpoint(1, 1), Make.Epochs(1, 1), 2))
            .After(trial => trial.Preempt(1, Make.Checkpoint(1, 2, step: 27), Make.Epochs(2, 2), 2));

        Assert.Equal((TrialState.Paused, null, 0, 27), (paused.State, paused.Owner, paused.Preemptions, paused.Checkpoints[0].Step));
        Assert.Equal(Refusal.AttemptEnded, paused.Commit(1, Make.Checkpoint(1, 3), [], 2).Reason());
        Assert.Equal(TrialState.Preempted, paused.After(trial => trial.After(Verb.Resume)).State);
    }

    [Fact]
    public void Pause_OfATrialThatCompletesMeanwhile_IsOver()
    {
        var completed = Running
            .After(trial => trial.After(Verb.Pause))
            .After(trial => trial.Complete(1, Make.Result(0.5), Make.Checkpoint(1, 6), [], 1));

        Assert.Equal(TrialState.Completed, completed.State);
    }

    [Fact]
    public void Pause_OfATrialWhoseMachineIsLost_KeepsTheNextOwnerOut_AndTheLossIsCountedWhenItGoesOn()
    {
        var paused = Running.After(trial => trial.After(Verb.Pause));

        Assert.Equal(Refusal.NotLeasable, paused.Begin("gpu1").Reason());
        var next = paused.After(trial => trial.After(Verb.Resume)).After(trial => trial.Begin("gpu1"));
        Assert.Equal((TrialState.Running, 2, 1), (next.State, next.Attempt, next.Losses));
    }

    [Fact]
    public void Fail_OfAPausedTrial_LeavesItPaused()
    {
        var failed = Running.After(trial => trial.After(Verb.Pause)).After(trial => trial.Fail(1, Crash, maxRestarts: 3));

        Assert.Equal((TrialState.Paused, 1), (failed.State, failed.OwnFaults));
    }

    [Theory]
    [InlineData(Verb.Stop, TrialState.Stopped)]
    [InlineData(Verb.Cancel, TrialState.Cancelled)]
    public void End_OfARunningTrial_RefusesItsAttempt(Verb verb, TrialState end)
    {
        var ended = Running.After(trial => trial.After(verb));

        Assert.Equal((end, null), (ended.State, ended.Owner));
        Assert.Equal(Refusal.AttemptEnded, ended.Commit(1, Make.Checkpoint(1, 1), [], 2).Reason());
        Assert.Equal(Refusal.AttemptEnded, ended.Complete(1, Make.Result(0.5), Make.Checkpoint(1, 6), [], 1).Reason());
        Assert.Equal(Refusal.NotLeasable, ended.Begin("gpu1").Reason());
    }

    [Fact]
    public void Retry_OfAFailedTrial_GoesOnFromItsCheckpointWithAllRestarts()
    {
        var failed = Running
            .After(trial => trial.Commit(1, Make.Checkpoint(1, 2), Make.Epochs(1, 2), 2))
            .After(trial => trial.Fail(1, Crash, maxRestarts: 0));

        var again = failed.After(trial => trial.After(Verb.Retry)).After(trial => trial.Begin("gpu0"));

        Assert.Equal((TrialState.Running, 2, 0, null, 0), (again.State, again.Attempt, again.OwnFaults, again.Failure, again.Preemptions));
        Assert.Equal(2, again.Checkpoints[0].Epoch);
    }

    [Theory]
    [InlineData(Verb.Stop)]
    [InlineData(Verb.Cancel)]
    public void Retry_OfATrialThatAPersonEnded_LetsItBeginAgain(Verb end) =>
        Assert.Equal(
            2,
            Running.After(trial => trial.After(end)).After(trial => trial.After(Verb.Retry)).After(trial => trial.Begin("gpu0")).Attempt);

    [Theory]
    [InlineData(Verb.Pause)]
    [InlineData(Verb.Resume)]
    [InlineData(Verb.Stop)]
    [InlineData(Verb.Cancel)]
    [InlineData(Verb.Retry)]
    public void Verb_OnACompletedTrial_IsRefused(Verb verb) => Assert.Equal(Refusal.HasEnded, Completed.After(verb).Reason());

    [Theory]
    [InlineData(Verb.Pause)]
    [InlineData(Verb.Resume)]
    [InlineData(Verb.Stop)]
    [InlineData(Verb.Cancel)]
    [InlineData(Verb.Retry)]
    public void Verb_SaidAgain_ChangesNothing(Verb verb)
    {
        var before = verb is Verb.Retry ? Failed : verb is Verb.Resume ? Running.After(trial => trial.After(Verb.Pause)) : Running;
        var once = before.After(trial => trial.After(verb));

        Assert.NotSame(before, once);
        Assert.Same(once, once.After(trial => trial.After(verb)));
    }
}
