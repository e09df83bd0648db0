using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using OrleansHybrid.Cluster.Hosting;
using OrleansHybrid.Cluster.Metrics;
using OrleansHybrid.Cluster.Scheduling;
using OrleansHybrid.Cluster.Sweeps;
using OrleansHybrid.Cluster.Tests.Testing;
using OrleansHybrid.Cluster.Trials;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Scheduling;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Tests.Sweeps;

public sealed class ActiveSweepTests : IDisposable
{
    private const string A = "silo-a", B = "silo-b";

    private readonly FakeTimeProvider _clock = new();
    private readonly ClusterTimings _timings = new();
    private readonly HashSet<string> _members = [A, B];
    private readonly HashSet<int> _changed = [];
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public void Dispose() => _services.Dispose();

    [Fact]
    public void Lease_GoesThroughTheTrialsInOrder_UntilNoneWaits()
    {
        var sweep = Sweep(SweepFiles.OfTrials(3));

        Assert.Equal([0, 1, 2], Enumerable.Range(0, 3).Select(slot => sweep.Lease(Cores(A, $"cpu{slot}"))!.Trial.Index));
        Assert.Null(sweep.Lease(Cores(A, "cpu9")));
        Assert.Equal([0, 1, 2], _changed.Order());
        Assert.Equal(3, sweep.Status().Count(TrialState.Running));
    }

    [Fact]
    public void Lease_BeyondMaxConcurrentTrials_IsRefusedAndTheRowSaysWhy()
    {
        var sweep = Sweep(SweepFiles.OfTrials(3, more: "max_concurrent_trials: 2"));
        sweep.Lease(Cores(A, "cpu0"));
        sweep.Lease(Cores(A, "cpu1"));

        Assert.Null(sweep.Lease(Cores(A, "cpu2")));

        Assert.Equal(PendingKind.MaxConcurrentTrials, sweep.Rows(2, 1)[0].PendingReason!.Kind);
        Assert.Null(sweep.Rows(0, 1)[0].PendingReason);
    }

    [Fact]
    public void Heartbeat_RenewsTheLease_AndSilenceEndsIt()
    {
        var sweep = Sweep(SweepFiles.OfTrials(1));
        var lease = sweep.Lease(Cores(A, "cpu0"))!;
        for (var beat = 0; beat < 4; beat++)
        {
            _clock.Advance(_timings.Lease / 2);
            Assert.Equal([LeaseCommand.Continue], sweep.Heartbeat([Alive(lease, attempt: 1)]));
        }

        Assert.Null(sweep.Lease(Cores(B, "cpu0")));
        _clock.Advance(_timings.Lease);
        var next = sweep.Lease(Cores(B, "cpu0"))!;

        Assert.Equal(0, next.Trial.Index);
        Assert.Equal([LeaseCommand.Abandon], sweep.Heartbeat([Alive(lease, attempt: 1)]));
        Assert.Equal(1, sweep.Status().Preemptions);
    }

    [Fact]
    public void Lease_OfASiloThatLeftTheCluster_IsOverLongBeforeItExpires()
    {
        var sweep = Sweep(SweepFiles.OfTrials(1));
        var lease = sweep.Lease(Cores(A, "cpu0"))!;
        sweep.Heartbeat([Alive(lease, attempt: 1)]);
        _members.Remove(A);
        _clock.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal((TrialState.Preempted, 1), (sweep.Rows(0, 1)[0].State, sweep.Rows(0, 1)[0].Preemptions));
        Assert.NotNull(sweep.Lease(Cores(B, "cpu0")));
    }

    [Fact]
    public void RestoredLease_OfALivingSilo_GoesOn_AndOfAGoneOne_IsFreeAtOnce()
    {
        var ledger = Ledger(SweepFiles.OfTrials(2));
        var before = Sweep(SweepFiles.OfTrials(2), ledger);
        var (kept, lost) = (before.Lease(Cores(A, "cpu0"))!, before.Lease(Cores(B, "cpu0"))!);
        before.Heartbeat([Alive(kept, attempt: 1), Alive(lost, attempt: 1)]);
        _members.Remove(B);

        var after = Sweep(SweepFiles.OfTrials(2), ledger);
        after.RestoreLeases();

        Assert.Equal([TrialState.Running, TrialState.Preempted], after.Rows(0, 2).Select(row => row.State));
        Assert.Equal([LeaseCommand.Continue], after.Heartbeat([Alive(kept, attempt: 1)]));
    }

    [Fact]
    public void Heartbeat_OfATrialThatTheLedgerForgot_TakesTheLeaseUpAgain()
    {
        var lease = Sweep(SweepFiles.OfTrials(2)).Lease(Cores(A, "cpu0"))!;
        var rebuilt = Sweep(SweepFiles.OfTrials(2));

        Assert.Equal([LeaseCommand.Continue], rebuilt.Heartbeat([Alive(lease, attempt: 4)]));

        Assert.Equal((TrialState.Running, 4), (rebuilt.Rows(0, 1)[0].State, rebuilt.Rows(0, 1)[0].Attempts));
        Assert.Equal(1, rebuilt.Lease(Cores(B, "cpu0"))!.Trial.Index);
    }

    [Fact]
    public void Lease_OfASlotThatIsOfferedAsFree_IsOver()
    {
        var sweep = Sweep(SweepFiles.OfTrials(2));
        sweep.Lease(Cores(A, "cpu0"));

        // The answer was lost on its way: the agent asks for the same slot again.
        var again = sweep.Lease(Cores(A, "cpu0"))!;

        Assert.Equal(0, again.Trial.Index);
        Assert.Equal(1, sweep.Status().Count(TrialState.Running));
    }

    [Fact]
    public void Release_WithAnOldLease_ChangesNothing()
    {
        var sweep = Sweep(SweepFiles.OfTrials(1));
        var old = sweep.Lease(Cores(A, "cpu0"))!;
        _clock.Advance(_timings.Lease);
        sweep.Lease(Cores(B, "cpu0"));

        sweep.Release(0, old.Key, null, ReleaseReason.Notice, null);

        Assert.Equal(TrialState.Running, sweep.Rows(0, 1)[0].State);
    }

    [Fact]
    public void Heartbeat_ThatComesAfterTheRelease_DoesNotTakeTheLeaseUpAgain()
    {
        var sweep = Sweep(SweepFiles.OfTrials(1));
        var lease = sweep.Lease(Cores(A, "cpu0"))!;
        sweep.Release(0, lease.Key, Preempted(1), ReleaseReason.Notice, null);

        Assert.Equal([LeaseCommand.Abandon], sweep.Heartbeat([Alive(lease, attempt: 1)]));

        Assert.Equal(TrialState.Preempted, sweep.Rows(0, 1)[0].State);
        Assert.NotNull(sweep.Lease(Cores(B, "cpu0")));
    }

    [Fact]
    public void Done_WithoutALease_IsTrueAllTheSame()
    {
        var sweep = Sweep(SweepFiles.OfTrials(2));

        sweep.Done(1, Completed(0.8));
        sweep.Done(1, Completed(0.8));

        Assert.Equal((1, 0.8), (sweep.Status().Count(TrialState.Completed), sweep.Status().Best!.Objective));
    }

    [Fact]
    public void Best_FollowsTheGoalOfTheMetric()
    {
        var sweep = Sweep(SweepFiles.OfTrials(3, more: "metric: { name: top1, goal: minimize }"));

        sweep.Done(0, Completed(0.8));
        sweep.Done(1, Completed(0.2));
        sweep.Done(2, Completed(0.5));

        Assert.Equal((1, 0.2), (sweep.Status().Best!.Index, sweep.Status().Best!.Objective));
    }

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
            _clock.Advance(TimeSpan.FromSeconds(wait) - TimeSpan.FromMilliseconds(1));
            Assert.Null(sweep.Lease(Cores(A, "cpu0")));
            _clock.Advance(TimeSpan.FromMilliseconds(1));
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
        _clock.Advance(TimeSpan.FromSeconds(1));
        sweep.Release(0, sweep.Lease(Cores(A, "cpu0"))!.Key, Preempted(2), ReleaseReason.Trouble, "no permission");
        sweep.Done(1, Completed(0.5));

        Assert.Equal(2, sweep.Lease(Cores(A, "cpu0"))!.Trial.Index);
        Assert.Null(sweep.Lease(Cores(A, "cpu1")));
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(0, sweep.Lease(Cores(A, "cpu1"))!.Trial.Index);
    }

    [Fact]
    public void LowerConcurrency_AsksTheLastTrialsToLeave()
    {
        var sweep = Sweep(SweepFiles.OfTrials(3));
        LiveTrial[] live = [.. Enumerable.Range(0, 3).Select(slot => Alive(sweep.Lease(Cores(A, $"cpu{slot}"))!, attempt: 1))];
        sweep.Definition = Define(SweepFiles.OfTrials(3, more: "max_concurrent_trials: 1"));

        Assert.Equal([LeaseCommand.Continue, LeaseCommand.CheckpointAndExit, LeaseCommand.CheckpointAndExit], sweep.Heartbeat(live));
    }

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
    public void GpuHours_CountWhatRunsAndWhatHasEnded_AndThenNothingElseBegins()
    {
        var sweep = Sweep(SweepFiles.OfTrials(4, more: "budget: { max_gpu_hours: 1 }\nresources: { gpus: 2 }"));
        var first = sweep.Lease(Gpus("gpu0", "gpu1"))!;
        _clock.Advance(TimeSpan.FromMinutes(20));
        sweep.Done(first.Trial.Index, Completed(0.5));
        Assert.Equal(1, sweep.Lease(Gpus("gpu0", "gpu1"))!.Trial.Index);
        _clock.Advance(TimeSpan.FromMinutes(10));

        Assert.Null(sweep.Lease(Gpus("gpu2", "gpu3")));
        Assert.Equal(1, sweep.Status().SlotHours, 6);
        var rows = sweep.Rows(0, 4);
        Assert.Equal((TrialState.Stopped, PendingKind.BudgetUsedUp), (rows[3].State, rows[3].PendingReason!.Kind));

        sweep.Definition = Define(SweepFiles.OfTrials(4, more: "budget: { max_gpu_hours: 9 }\nresources: { gpus: 2 }"));
        Assert.NotNull(sweep.Lease(Gpus("gpu2", "gpu3")));
    }

    [Fact]
    public void LostLease_TellsItsSuccessorWhenItWasHeardOfLast_UntilTheRecordKnows()
    {
        var sweep = Sweep(SweepFiles.OfTrials(1, more: "resources: { cpus: 2 }"));
        sweep.Heartbeat([Alive(sweep.Lease(Cores(A, "cpu0", "cpu1"))!, attempt: 1)]);
        var lastSeen = _clock.GetUtcNow();
        _clock.Advance(TimeSpan.FromMinutes(10));
        var next = sweep.Lease(Cores(B, "cpu0", "cpu1"))!;
        Assert.Equal(lastSeen, next.LastSeen);

        // The successor's silo dies before the record has granted it the attempt.
        _clock.Advance(TimeSpan.FromMinutes(10));
        next = sweep.Lease(Cores(A, "cpu0", "cpu1"))!;
        Assert.Equal(lastSeen, next.LastSeen);

        sweep.Heartbeat([Alive(next, attempt: 2) with { LostSeconds = 1_800 }]);
        Assert.Equal(1, sweep.Status().SlotHoursLost, 6);
        sweep.Release(0, next.Key, Preempted(2) with { LostSeconds = 1_800 }, ReleaseReason.Notice, null);
        Assert.Null(sweep.Lease(Cores(B, "cpu0", "cpu1"))!.LastSeen);
    }

    [Fact]
    public void TrialDuration_SumsAttempts_AndAsksTheTrialToLeave()
    {
        var sweep = Sweep(SweepFiles.OfTrials(1, more: "budget: { max_trial_duration: 40s }"));
        var first = sweep.Lease(Cores(A, "cpu0"))!;
        _clock.Advance(TimeSpan.FromSeconds(25));
        sweep.Release(0, first.Key, Preempted(1), ReleaseReason.Notice, null);
        var second = sweep.Lease(Cores(A, "cpu0"))!;

        Assert.Equal([LeaseCommand.Continue], sweep.Heartbeat([Alive(second, attempt: 2)]));
        _clock.Advance(TimeSpan.FromSeconds(16));
        Assert.Equal([LeaseCommand.CheckpointAndExit], sweep.Heartbeat([Alive(second, attempt: 2)]));
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

        Assert.Equal((null, SlotWish.OtherSilo), sweep.Next(Cores(A, "cpu0", "cpu1")));
        Assert.Equal((null, SlotWish.MoreFreeSlots), sweep.Next(Gpus("gpu0")));
        Assert.Equal((0, SlotWish.None), sweep.Next(Gpus("gpu0", "gpu1")));
        sweep.Done(0, Completed(0.5));
        Assert.Equal((null, SlotWish.None), sweep.Next(Gpus("gpu0")));
    }

    private static SlotOffer Gpus(params string[] free) => new(A, SlotKind.Gpu, free, 4);

    private static QueuePlace Place(params SiloSlots[] silos) => new(IsActive: true, null, false, silos);

    private static SweepDefinition Define(string yaml) => SweepDefinition.Parse(yaml, "test.yaml");

    private static Ledger Ledger(string yaml) => new(Define(yaml).TrialCount, Define(yaml).Metric);

    private static SlotOffer Cores(string agent, params string[] free) => new(agent, SlotKind.Cpu, free, free.Length);

    private static LiveTrial Alive(TrialLease lease, int attempt) => new(lease.Trial.Index, lease.Key, attempt, 0, 0, null, null);

    private static TrialDigest Preempted(int attempt) => new(TrialState.Preempted, attempt, 0, null, null);

    private static TrialDigest Completed(double top1) =>
        new(TrialState.Completed, 1, 0, new(2, 0.1, new(top1, null, null, null), top1, 100, "weights", null), null);

    private ActiveSweep Sweep(string yaml, Ledger? ledger = null) => new(
        Define(yaml),
        ledger ?? Ledger(yaml),
        _clock.GetUtcNow(),
        _timings,
        _clock,
        new ClusterInstruments(_services.GetRequiredService<IMeterFactory>(), new ActiveSweeps()),
        _members.Contains,
        index => _changed.Add(index));
}
