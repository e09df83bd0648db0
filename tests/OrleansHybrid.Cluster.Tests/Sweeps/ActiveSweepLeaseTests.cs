using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Tests.Testing;
using OrleansHybrid.Sweeps.Scheduling;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Tests.Sweeps;

/// <summary>Who holds a trial: leases, heartbeats, and what ends them.</summary>
public sealed class ActiveSweepLeaseTests : ActiveSweepBench
{
    [Fact]
    public void Lease_GoesThroughTheTrialsInOrder_UntilNoneWaits()
    {
        var sweep = Sweep(SweepFiles.OfTrials(3));

        Assert.Equal([0, 1, 2], Enumerable.Range(0, 3).Select(slot => sweep.Lease(Cores(A, $"cpu{slot}"))!.Trial.Index));
        Assert.Null(sweep.Lease(Cores(A, "cpu9")));
        Assert.Equal([0, 1, 2], Changed.Order());
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
            Clock.Advance(Timings.Lease / 2);
            Assert.Equal([LeaseCommand.Continue], sweep.Heartbeat([Alive(lease, attempt: 1)]));
        }

        Assert.Null(sweep.Lease(Cores(B, "cpu0")));
        Clock.Advance(Timings.Lease);
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
        Members.Remove(A);
        Clock.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal((TrialState.Preempted, 1), (sweep.Rows(0, 1)[0].State, sweep.Rows(0, 1)[0].Preemptions));
        Assert.NotNull(sweep.Lease(Cores(B, "cpu0")));
    }

    // Seed 55 of the simulation: a ledger that lagged when its silo died knew an old lease of the slot beside the new one, and its
    // trial waited half a minute for that to expire.
    [Fact]
    public void RestoredLeases_OfOneSlot_AreAllOver_WhenItsAgentOffersIt()
    {
        var yaml = SweepFiles.OfTrials(2);
        var ledger = Ledger(yaml);
        for (var trial = 0; trial < 2; trial++) ledger[trial] = ledger[trial].LeasedAs(new(A, "cpu0", Clock.GetUtcNow().UtcTicks + trial));
        var sweep = Sweep(yaml, ledger);
        sweep.RestoreLeases();

        var lease = sweep.Lease(Cores(A, "cpu0"))!;

        Assert.Equal(0, lease.Trial.Index);
        Assert.Equal([lease.Key], sweep.Claim().Leases);
        Assert.Equal(1, sweep.Lease(Cores(B, "cpu0"))!.Trial.Index);
    }

    [Fact]
    public void RestoredLease_OfALivingSilo_GoesOn_AndOfAGoneOne_IsFreeAtOnce()
    {
        var ledger = Ledger(SweepFiles.OfTrials(2));
        var before = Sweep(SweepFiles.OfTrials(2), ledger);
        var (kept, lost) = (before.Lease(Cores(A, "cpu0"))!, before.Lease(Cores(B, "cpu0"))!);
        before.Heartbeat([Alive(kept, attempt: 1), Alive(lost, attempt: 1)]);
        Members.Remove(B);

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
        Clock.Advance(Timings.Lease);
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
    public void LowerConcurrency_AsksTheLastTrialsToLeave()
    {
        var sweep = Sweep(SweepFiles.OfTrials(3));
        LiveTrial[] live = [.. Enumerable.Range(0, 3).Select(slot => Alive(sweep.Lease(Cores(A, $"cpu{slot}"))!, attempt: 1))];
        sweep.Definition = Define(SweepFiles.OfTrials(3, more: "max_concurrent_trials: 1"));

        Assert.Equal([LeaseCommand.Continue, LeaseCommand.CheckpointAndExit, LeaseCommand.CheckpointAndExit], sweep.Heartbeat(live));
    }

    [Fact]
    public void LostLease_TellsItsSuccessorWhatItHadOfItsSlots_UntilTheRecordKnows()
    {
        var sweep = Sweep(SweepFiles.OfTrials(1, more: "resources: { cpus: 2 }"));
        var first = sweep.Lease(Cores(A, "cpu0", "cpu1"))!;
        Clock.Advance(TimeSpan.FromSeconds(20));
        sweep.Heartbeat([Alive(first, attempt: 1) with { HeldSeconds = 19 }]);
        Clock.Advance(TimeSpan.FromMinutes(10));
        var next = sweep.Lease(Cores(B, "cpu0", "cpu1"))!;
        Assert.Equal(new HeldTime(first.Key.ToString(), 19), next.Lost);

        // The successor's silo dies before the record has granted it the attempt.
        Clock.Advance(TimeSpan.FromMinutes(10));
        next = sweep.Lease(Cores(A, "cpu0", "cpu1"))!;
        Assert.Equal(new HeldTime(first.Key.ToString(), 19), next.Lost);

        sweep.Heartbeat([Alive(next, attempt: 2) with { LostSeconds = 1_800, HeldSeconds = 0, PastSeconds = 19 }]);
        Assert.Equal(1, sweep.Status().SlotHoursLost, 6);
        sweep.Release(0, next.Key, Preempted(2) with { LostSeconds = 1_800, PastSeconds = 20 }, ReleaseReason.Notice, null);
        Assert.Null(sweep.Lease(Cores(B, "cpu0", "cpu1"))!.Lost);
        Assert.Equal(2 * 20 / 3600.0, sweep.Status().SlotHours, 9);
    }

    [Fact]
    public void Release_OfALeaseThatWasTakenBackTooSoon_TellsWhatItsRecordSays()
    {
        var sweep = Sweep(SweepFiles.OfTrials(1));
        var lease = sweep.Lease(Cores(A, "cpu0"))!;
        sweep.Heartbeat([Alive(lease, attempt: 1) with { HeldSeconds = 5 }]);
        Clock.Advance(Timings.Lease);
        Assert.Equal(TrialState.Preempted, sweep.Rows(0, 1)[0].State);

        sweep.Release(0, lease.Key, Preempted(1) with { PastSeconds = 36 }, ReleaseReason.Notice, null);

        Assert.Equal(36 / 3600.0, sweep.Status().SlotHours, 9);
    }

    [Fact]
    public void Reports_WithALeaseOfASweepThatWasDeleted_ChangeNothing()
    {
        var former = Sweep(SweepFiles.OfTrials(1)).Lease(Cores(A, "cpu0"))!;
        Clock.Advance(TimeSpan.FromMinutes(5));
        var sweep = Sweep(SweepFiles.OfTrials(1));

        Assert.Equal([LeaseCommand.Abandon], sweep.Heartbeat([Alive(former, attempt: 1)]));
        sweep.Done(0, Completed(0.5), former.Key);
        sweep.Release(0, former.Key, Preempted(1), ReleaseReason.Notice, null);

        Assert.Equal((TrialState.Pending, 0), (sweep.Rows(0, 1)[0].State, sweep.Rows(0, 1)[0].Attempts));
        Assert.Equal([LeaseCommand.Continue], sweep.Heartbeat([Alive(sweep.Lease(Cores(A, "cpu0"))!, attempt: 1)]));
    }
}
