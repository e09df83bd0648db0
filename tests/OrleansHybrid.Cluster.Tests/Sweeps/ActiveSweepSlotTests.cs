using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Tests.Testing;
using OrleansHybrid.Sweeps.Scheduling;

namespace OrleansHybrid.Cluster.Tests.Sweeps;

/// <summary>Which slots a trial takes, and why it waits for them.</summary>
public sealed class ActiveSweepSlotTests : ActiveSweepBench
{
    [Fact]
    public void TrialThatNeedsAGpu_OnCores_WaitsAndSaysWhy()
    {
        var sweep = Sweep(SweepFiles.OfTrials(1, more: "resources: { gpus: 1 }"));
        Assert.Null(sweep.Lease(Cores(A, "cpu0", "cpu1")));

        Assert.Equal(PendingKind.NoSlotFree, sweep.Status().Waiting!.Kind);
        Assert.Equal(PendingKind.NoSilo, sweep.Status(Place()).Waiting!.Kind);
        Assert.Equal(PendingKind.NeedsGpu, sweep.Status(Place(new SiloSlots(SlotKind.Cpu, 2))).Waiting!.Kind);
        Assert.Equal(PendingKind.NoSlotFree, sweep.Rows(0, 1, Place(new SiloSlots(SlotKind.Gpu, 1)))[0].PendingReason!.Kind);

        var lease = sweep.Lease(new(B, SlotKind.Gpu, ["gpu0"], 1))!;
        Assert.Null(sweep.Status().Waiting);
        Assert.Equal(("cuda", "gpu0"), (lease.Device, lease.Key.Slot));
    }

    [Fact]
    public void TrialThatNeedsSeveralCores_TakesAsManySlotsAndThreads()
    {
        var sweep = Sweep(SweepFiles.OfTrials(2, more: "resources: { cpus: 2 }"));

        Assert.Null(sweep.Lease(Cores(A, "cpu0")));
        var lease = sweep.Lease(Cores(A, "cpu0", "cpu1", "cpu2"))!;

        Assert.Equal(("cpu", 2, "cpu0+cpu1"), (lease.Device, lease.Threads, lease.Key.Slot));
    }

    [Fact]
    public void MaxSlots_CountsEverySlotOfATrial()
    {
        var sweep = Sweep(SweepFiles.OfTrials(3, more: "resources: { cpus: 2, max_slots: 5 }"));

        Assert.NotNull(sweep.Lease(Cores(A, "cpu0", "cpu1")));
        Assert.NotNull(sweep.Lease(Cores(A, "cpu2", "cpu3")));
        Assert.Null(sweep.Lease(Cores(A, "cpu4", "cpu5")));

        Assert.Equal(PendingKind.MaxSlots, sweep.Rows(2, 1)[0].PendingReason!.Kind);
    }

    [Fact]
    public void PendingTrial_BesideAnotherSweep_SaysWhichGoesFirst()
    {
        var sweep = Sweep(SweepFiles.OfTrials(1));
        SiloSlots[] silos = [new(SlotKind.Cpu, 2)];

        Assert.Equal(PendingKind.BehindByPriority, sweep.Status(new(true, "other-1", true, silos)).Waiting!.Kind);
        Assert.Equal(PendingKind.BehindByShare, sweep.Status(new(true, "other-1", false, silos)).Waiting!.Kind);
        Assert.Equal(PendingKind.HeldBack, sweep.Status(new(false, null, false, silos)).Waiting!.Kind);
        Assert.Contains("other-1", sweep.Status(new(true, "other-1", true, silos)).Waiting!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Next_OfATrialThatNeedsMore_SaysWhetherThisSiloCouldGiveIt()
    {
        var sweep = Sweep(SweepFiles.OfTrials(1, more: "resources: { gpus: 2 }"));

        Assert.Equal((null, SlotWish.OtherSilo, null), sweep.Next(Cores(A, "cpu0", "cpu1")));
        Assert.Equal((null, SlotWish.MoreFreeSlots, null), sweep.Next(Gpus("gpu0")));
        Assert.Equal((0, SlotWish.None, null), sweep.Next(Gpus("gpu0", "gpu1")));
        sweep.Done(0, Completed(0.5));
        Assert.Equal((null, SlotWish.None, null), sweep.Next(Gpus("gpu0")));
    }
}
