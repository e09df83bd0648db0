using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Tests.Testing;
using OrleansHybrid.Sweeps.Scheduling;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Tests.Sweeps;

/// <summary>What a sweep and a trial may use at most.</summary>
public sealed class ActiveSweepBudgetTests : ActiveSweepBench
{
    [Fact]
    public void GpuHours_CountWhatRunsAndWhatHasEnded_AndThenNothingElseBegins()
    {
        var sweep = Sweep(SweepFiles.OfTrials(4, more: "budget: { max_gpu_hours: 1 }\nresources: { gpus: 2 }"));
        var first = sweep.Lease(Gpus("gpu0", "gpu1"))!;
        Clock.Advance(TimeSpan.FromMinutes(20));
        sweep.Done(first.Trial.Index, Completed(0.5));
        var second = sweep.Lease(Gpus("gpu0", "gpu1"))!;
        Clock.Advance(TimeSpan.FromMinutes(10));
        sweep.Heartbeat([Alive(second, attempt: 1) with { HeldSeconds = 600 }]);

        Assert.Null(sweep.Lease(Gpus("gpu2", "gpu3")));
        Assert.Equal(1, sweep.Status().SlotHours, 6);
        var rows = sweep.Rows(0, 4);
        Assert.Equal((TrialState.Stopped, PendingKind.BudgetUsedUp), (rows[3].State, rows[3].PendingReason!.Kind));

        sweep.Definition = Define(SweepFiles.OfTrials(4, more: "budget: { max_gpu_hours: 9 }\nresources: { gpus: 2 }"));
        Assert.NotNull(sweep.Lease(Gpus("gpu2", "gpu3")));
    }

    [Fact]
    public void TrialDuration_SumsAttempts_AndAsksTheTrialToLeave()
    {
        var sweep = Sweep(SweepFiles.OfTrials(1, more: "budget: { max_trial_duration: 40s }"));
        var first = sweep.Lease(Cores(A, "cpu0"))!;
        Clock.Advance(TimeSpan.FromSeconds(25));
        sweep.Release(0, first.Key, Preempted(1), ReleaseReason.Notice, null);
        var second = sweep.Lease(Cores(A, "cpu0"))!;

        Assert.Equal([LeaseCommand.Continue], sweep.Heartbeat([Alive(second, attempt: 2)]));
        Clock.Advance(TimeSpan.FromSeconds(16));
        Assert.Equal([LeaseCommand.CheckpointAndExit], sweep.Heartbeat([Alive(second, attempt: 2)]));
    }
}
