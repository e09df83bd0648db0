using OrleansHybrid.Cluster.Clocks;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Tests.Testing;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Tests.Sweeps;

/// <summary>A sweep whose clock on the wall is set, or whose machine stands still.</summary>
public sealed class ActiveSweepClockTests : ActiveSweepBench
{
    private const string Budget = "budget: { max_duration: 40m, max_gpu_hours: 2, max_trial_duration: 30m }";

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void ClockThatStepsByAnHour_LosesNoHealthyTrial_AndUsesUpNoBudget(int hours)
    {
        var sweep = Sweep(SweepFiles.OfTrials(3, more: Budget));
        var lease = sweep.Lease(Cores(A, "cpu0"))!;
        sweep.Heartbeat([Alive(lease, attempt: 1)]);
        Clock.Advance(TimeSpan.FromSeconds(10));

        Clock.Step = TimeSpan.FromHours(hours);

        Assert.Equal(1, sweep.Status().Count(TrialState.Running));
        Assert.Equal([LeaseCommand.Continue], sweep.Heartbeat([Alive(lease, attempt: 1)]));
        Assert.Equal(10 / 3600.0, sweep.Status().SlotHours, 9);
        var next = sweep.Lease(Cores(A, "cpu1"))!;
        Assert.Equal(1, next.Trial.Index);
        Assert.True(next.Key.Granted > lease.Key.Granted, "leases of one sweep rise");
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(-1, false)]
    [InlineData(1, true)]
    [InlineData(1, false)]
    public void ClockThatStepsByAnHour_KeepsNoDeadTrial(int hours, bool isSilent)
    {
        var sweep = Sweep(SweepFiles.OfTrials(1));
        sweep.Heartbeat([Alive(sweep.Lease(Cores(A, "cpu0"))!, attempt: 1)]);
        Clock.Step = TimeSpan.FromHours(hours);
        if (!isSilent) Members.Remove(A);

        Clock.Advance(isSilent ? Timings.Lease : TimeSpan.FromSeconds(6));

        Assert.Equal(TrialState.Preempted, sweep.Rows(0, 1)[0].State);
        Assert.Equal(0, sweep.Lease(Cores(B, "cpu0"))!.Trial.Index);
    }

    [Fact]
    public void MachineThatStoodStill_TakesNothingBack_BeforeItHasListenedAgain()
    {
        using var awake = new AwakeTime(Clock);
        var sweep = Sweep(SweepFiles.OfTrials(2), time: awake);
        var (healthy, dead) = (sweep.Lease(Cores(A, "cpu0"))!, sweep.Lease(Cores(B, "cpu0"))!);
        sweep.Heartbeat([Alive(healthy, attempt: 1), Alive(dead, attempt: 1)]);

        Clock.Advance(TimeSpan.FromMinutes(14));
        Assert.Equal(2, sweep.Status().Count(TrialState.Running));

        for (var second = 0; second < Timings.Lease.TotalSeconds; second++)
        {
            Assert.Equal([LeaseCommand.Continue], sweep.Heartbeat([Alive(healthy, attempt: 1)]));
            Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal([TrialState.Running, TrialState.Preempted], sweep.Rows(0, 2).Select(row => row.State));
    }

    [Fact]
    public void Duration_OverActivations_IsSummed_WhateverTheClockSays()
    {
        var ledger = Ledger(SweepFiles.OfTrials(3));
        var before = Sweep(SweepFiles.OfTrials(3, more: Budget), ledger);
        before.Lease(Cores(A, "cpu0"));
        Clock.Advance(TimeSpan.FromMinutes(25));
        var duration = before.Duration;

        Clock.Step = TimeSpan.FromHours(5);
        var after = Sweep(SweepFiles.OfTrials(3, more: Budget), ledger, duration: duration);
        Assert.NotNull(after.Lease(Cores(A, "cpu1")));
        Clock.Advance(TimeSpan.FromMinutes(15));

        Assert.Equal(TimeSpan.FromMinutes(40), after.Duration);
        Assert.Null(after.Lease(Cores(A, "cpu2")));
    }
}
