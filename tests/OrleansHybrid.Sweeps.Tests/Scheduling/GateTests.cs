using OrleansHybrid.Sweeps.Scheduling;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Tests.Scheduling;

public sealed class GateTests
{
    private static readonly PendingReason Budget = new(PendingKind.BudgetUsedUp, "all used");

    [Theory]
    [InlineData(SweepPhase.Active, false, TrialState.Pending, TrialState.Preempted)]
    [InlineData(SweepPhase.Active, true, TrialState.Stopped, TrialState.Preempted)]
    [InlineData(SweepPhase.Stopped, false, TrialState.Stopped, TrialState.Preempted)]
    [InlineData(SweepPhase.Paused, true, TrialState.Paused, TrialState.Paused)]
    [InlineData(SweepPhase.Cancelled, false, TrialState.Cancelled, TrialState.Cancelled)]
    [InlineData(SweepPhase.Deleting, true, TrialState.Cancelled, TrialState.Cancelled)]
    public void Gate_ShowsWaitingTrialsAsWhatTheyAre(SweepPhase phase, bool usedUp, TrialState fresh, TrialState begun)
    {
        var gate = Gate.Of(phase, usedUp ? Budget : null);

        Assert.Equal((fresh, begun), (gate.Shown(TrialState.Pending), gate.Shown(TrialState.Preempted)));
        Assert.Equal(
            (fresh is TrialState.Pending, begun is TrialState.Preempted),
            (gate.LetsThrough(TrialState.Pending), gate.LetsThrough(TrialState.Preempted)));
        Assert.Equal(TrialState.Completed, gate.Shown(TrialState.Completed));
        Assert.False(gate.LetsThrough(TrialState.Running));
    }

    [Theory]
    [InlineData(SweepPhase.Active, Verb.Pause, SweepPhase.Paused)]
    [InlineData(SweepPhase.Active, Verb.Stop, SweepPhase.Stopped)]
    [InlineData(SweepPhase.Paused, Verb.Stop, SweepPhase.Stopped)]
    [InlineData(SweepPhase.Paused, Verb.Resume, SweepPhase.Active)]
    [InlineData(SweepPhase.Stopped, Verb.Resume, SweepPhase.Active)]
    [InlineData(SweepPhase.Cancelled, Verb.Resume, SweepPhase.Active)]
    [InlineData(SweepPhase.Stopped, Verb.Cancel, SweepPhase.Cancelled)]
    [InlineData(SweepPhase.Stopped, Verb.Pause, null)]
    [InlineData(SweepPhase.Cancelled, Verb.Stop, null)]
    [InlineData(SweepPhase.Deleting, Verb.Resume, null)]
    [InlineData(SweepPhase.Deleting, Verb.Cancel, null)]
    public void After_AVerb_IsThePhaseThatItMeans_AndTheSameAgain(SweepPhase before, Verb verb, SweepPhase? after)
    {
        Assert.Equal(after, before.After(verb));
        if (after is { } phase) Assert.Equal(after, phase.After(verb));
    }
}
