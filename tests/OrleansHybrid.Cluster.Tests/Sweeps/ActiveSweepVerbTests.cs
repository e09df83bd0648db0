using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Tests.Testing;
using OrleansHybrid.Sweeps.Scheduling;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Tests.Sweeps;

/// <summary>What people want of a sweep, and what its trials make of it.</summary>
public sealed class ActiveSweepVerbTests : ActiveSweepBench
{
    [Fact]
    public void Pause_AsksEveryTrialToLeave_AndLeasesNothing_UntilResumed()
    {
        var sweep = Sweep(SweepFiles.OfTrials(3));
        var lease = sweep.Lease(Cores(A, "cpu0"))!;
        sweep.Phase = SweepPhase.Paused;

        Assert.Equal([LeaseCommand.CheckpointAndExit], sweep.Heartbeat([Alive(lease, attempt: 1)]));
        sweep.Release(0, lease.Key, Preempted(1), ReleaseReason.Notice, null);
        Assert.Null(sweep.Lease(Cores(A, "cpu0")));
        Assert.Equal((3, false), (sweep.Status().Count(TrialState.Paused), sweep.Status().IsFinished));

        sweep.Phase = SweepPhase.Active;
        Assert.Equal(0, sweep.Lease(Cores(A, "cpu0"))!.Trial.Index);
    }

    [Fact]
    public void Cancel_AbandonsEveryTrial_AndTheSweepIsFinished()
    {
        var sweep = Sweep(SweepFiles.OfTrials(2));
        var lease = sweep.Lease(Cores(A, "cpu0"))!;
        sweep.Phase = SweepPhase.Cancelled;

        Assert.Equal([LeaseCommand.Abandon], sweep.Heartbeat([Alive(lease, attempt: 1)]));
        Assert.Equal([LeaseCommand.Abandon], sweep.Heartbeat([Alive(lease, attempt: 1)]));

        Assert.Equal((2, true, 0), (sweep.Status().Count(TrialState.Cancelled), sweep.Status().IsFinished, sweep.Status().Running.Count));
    }

    [Fact]
    public void Stop_LetsABegunTrialGoOn_AlsoAfterAPreemption()
    {
        var sweep = Sweep(SweepFiles.OfTrials(2));
        var lease = sweep.Lease(Cores(A, "cpu0"))!;
        sweep.Phase = SweepPhase.Stopped;
        Assert.Equal([LeaseCommand.Continue], sweep.Heartbeat([Alive(lease, attempt: 1)]));
        sweep.Release(0, lease.Key, Preempted(1), ReleaseReason.Notice, null);

        Assert.Equal(0, sweep.Lease(Cores(A, "cpu0"))!.Trial.Index);
        Assert.Null(sweep.Lease(Cores(A, "cpu1")));
        Assert.Equal([TrialState.Running, TrialState.Stopped], sweep.Rows(0, 2).Select(row => row.State));
    }

    [Fact]
    public void Interrupt_AsksOneTrialToLeave_Once()
    {
        var sweep = Sweep(SweepFiles.OfTrials(2));
        LiveTrial[] live = [Alive(sweep.Lease(Cores(A, "cpu0"))!, attempt: 1), Alive(sweep.Lease(Cores(A, "cpu1"))!, attempt: 1)];

        Assert.True(sweep.Interrupt(1));
        Assert.Equal([LeaseCommand.Continue, LeaseCommand.CheckpointAndExit], sweep.Heartbeat(live));
        sweep.Release(1, live[1].Lease, Preempted(1), ReleaseReason.Notice, null);
        Assert.False(sweep.Interrupt(1));
        var again = sweep.Lease(Cores(A, "cpu1"))!;

        Assert.Equal([LeaseCommand.Continue], sweep.Heartbeat([Alive(again, attempt: 2)]));
    }
}
