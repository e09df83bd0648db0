using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Tests.Testing;

namespace OrleansHybrid.Cluster.Tests.Sweeps;

/// <summary>Faults of the machines hold a sweep back, the longer the more often they come.</summary>
public sealed class ActiveSweepTroubleTests : ActiveSweepBench
{
    [Fact]
    public void Trouble_HoldsTheSweepBack_LongerEachTime_UntilACheckpointIsCommitted()
    {
        var sweep = Sweep(SweepFiles.OfTrials(1));
        for (var (fault, wait) = (1, 1); fault <= 8; fault++, wait = Math.Min(2 * wait, 60))
        {
            var lease = sweep.Lease(Cores(A, "cpu0"))!;
            sweep.Release(0, lease.Key, Preempted(fault), ReleaseReason.Trouble, "the disk is full");
            Assert.Equal(("the disk is full", fault), (sweep.Status().Trouble!.Message, sweep.Status().Trouble!.Times));
            Assert.Contains("the disk is full", sweep.Rows(0, 1)[0].PendingReason!.Message, StringComparison.Ordinal);
            Clock.Advance(TimeSpan.FromSeconds(wait) - TimeSpan.FromMilliseconds(1));
            Assert.Null(sweep.Lease(Cores(A, "cpu0")));
            Clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        var healthy = sweep.Lease(Cores(A, "cpu0"))!;
        sweep.Heartbeat([Alive(healthy, attempt: 9) with { CommittedStep = 3 }]);

        Assert.Null(sweep.Status().Trouble);
    }

    [Fact]
    public void Trouble_OfManySlotsAtOnce_CountsAsOneFault()
    {
        var sweep = Sweep(SweepFiles.OfTrials(8));
        TrialLease[] leases = [.. Enumerable.Range(0, 8).Select(slot => sweep.Lease(Cores(A, $"cpu{slot}"))!)];

        foreach (var lease in leases) sweep.Release(lease.Trial.Index, lease.Key, Preempted(1), ReleaseReason.Trouble, "the disk is full");

        Assert.Equal(1, sweep.Status().Trouble!.Times);
    }

    [Fact]
    public void Trouble_OfOneTrialAgainAndAgain_DoesNotHoldTheOthersBack()
    {
        var sweep = Sweep(SweepFiles.OfTrials(3));
        sweep.Release(0, sweep.Lease(Cores(A, "cpu0"))!.Key, Preempted(1), ReleaseReason.Trouble, "no permission");
        Clock.Advance(TimeSpan.FromSeconds(1));
        sweep.Release(0, sweep.Lease(Cores(A, "cpu0"))!.Key, Preempted(2), ReleaseReason.Trouble, "no permission");
        sweep.Done(1, Completed(0.5));

        Assert.Equal(2, sweep.Lease(Cores(A, "cpu0"))!.Trial.Index);
        Assert.Null(sweep.Lease(Cores(A, "cpu1")));
        Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(0, sweep.Lease(Cores(A, "cpu1"))!.Trial.Index);
    }
}
