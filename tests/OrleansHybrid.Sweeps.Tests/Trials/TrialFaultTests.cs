using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Tests.Trials;

public sealed class TrialFaultTests
{
    private static readonly TrialFailure Crash = new(FailureKind.Crash, "gone");
    private static readonly TrialFailure Killed = new(FailureKind.Killed, "killed");

    private static Trial Running => Trial.New.After(trial => trial.Begin("gpu0"));

    [Fact]
    public void Fail_ByItsOwnFault_RestartsAsOftenAsAllowed()
    {
        var trial = Trial.New;
        var states = new List<TrialState>();
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            trial = trial.After(trial => trial.Begin("gpu0")).After(trial => trial.Fail(attempt, Crash, maxRestarts: 2));
            states.Add(trial.State);
        }

        Assert.Equal([TrialState.Preempted, TrialState.Preempted, TrialState.Failed], states);
        Assert.Equal((3, FailureKind.Crash), (trial.OwnFaults, trial.Failure!.Kind));
    }

    [Fact]
    public void Fail_OfATrialThatGetsOn_NeverWearsItOut()
    {
        var trial = Trial.New;
        for (var attempt = 1; attempt <= 20; attempt++)
            trial = trial.After(trial => trial.Begin("gpu0"))
                .After(trial => trial.Commit(attempt, Make.Checkpoint(attempt, attempt), [], 2))
                .After(trial => trial.Fail(attempt, Killed, maxRestarts: 1));

        Assert.Equal((TrialState.Preempted, 1, 200), (trial.State, trial.OwnFaults, trial.FaultStep));
    }

    [Fact]
    public void Fail_AgainAndAgainAtOnePlace_FailsTheTrial_AndSaysSo()
    {
        var trial = Running.After(trial => trial.Commit(1, Make.Checkpoint(1, 9), [], 2))
            .After(trial => trial.Fail(1, Killed, maxRestarts: 3));
        for (var attempt = 2; attempt <= 4; attempt++)
        {
            trial = trial.After(trial => trial.Begin("gpu0"));
            // The ninth epoch's checkpoint was damaged: to write it again is not to get on.
            if (attempt == 3) trial = trial.After(trial => trial.Commit(3, Make.Checkpoint(3, 9), [], 2));
            trial = trial.After(trial => trial.Fail(attempt, Killed, maxRestarts: 3));
        }

        Assert.Equal((TrialState.Failed, 4), (trial.State, trial.OwnFaults));
        Assert.Equal(
            "killed; that was fault 4 in a row without a checkpoint beyond step 90, and max_restarts is 3", trial.Failure!.Message);
        Assert.Same(trial, trial.After(trial => trial.Fail(4, Killed, maxRestarts: 3)));
    }

    [Fact]
    public void Fail_AfterOtherFaultsElsewhere_CountsFromTheCheckpointBetween()
    {
        var trial = Running.After(trial => trial.Fail(1, Killed, maxRestarts: 3));
        for (var attempt = 2; attempt <= 3; attempt++)
            trial = trial.After(trial => trial.Begin("gpu0")).After(trial => trial.Fail(attempt, Killed, maxRestarts: 3));
        trial = trial.After(trial => trial.Begin("gpu0")).After(trial => trial.Commit(4, Make.Checkpoint(4, 1), [], 2));

        Assert.Equal(3, trial.OwnFaults);
        trial = trial.After(trial => trial.Fail(4, Killed, maxRestarts: 3));
        Assert.Equal((TrialState.Preempted, 1), (trial.State, trial.OwnFaults));
    }

    [Theory]
    [InlineData(FailureKind.NonFiniteLoss)]
    [InlineData(FailureKind.BadData)]
    [InlineData(FailureKind.BadRecipe)]
    public void Fail_WhereNoRestartHelps_IsFinalAtOnce(FailureKind kind)
    {
        var trial = Running.After(trial => trial.Fail(1, new(kind, "again and again"), maxRestarts: 9));

        Assert.Equal(TrialState.Failed, trial.State);
    }

    [Theory]
    [InlineData(FailureKind.Storage)]
    [InlineData(FailureKind.OtherData)]
    [InlineData(FailureKind.GpuLost)]
    public void Fail_ByTheMachine_NeverCounts(FailureKind kind)
    {
        var (trial, failure) = (Trial.New, new TrialFailure(kind, "the machine's"));
        for (var attempt = 1; attempt <= 9; attempt++)
            trial = trial.After(trial => trial.Begin("gpu0")).After(trial => trial.Fail(attempt, failure, maxRestarts: 0));

        Assert.Equal((TrialState.Preempted, 0, failure), (trial.State, trial.OwnFaults, trial.Failure));
    }

    [Fact]
    public void Fail_Repeated_CountsOnce()
    {
        var trial = Running
            .After(trial => trial.Fail(1, Crash, 3))
            .After(trial => trial.Fail(1, Crash, 3));

        Assert.Equal(1, trial.OwnFaults);
    }
}
