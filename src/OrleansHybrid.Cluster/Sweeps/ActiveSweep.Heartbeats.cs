using OrleansHybrid.Cluster.Clocks;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Sweeps;

internal sealed partial class ActiveSweep
{
    public LeaseCommand[] Heartbeat(LiveTrial[] trials)
    {
        var now = time.Moment();
        Refresh(now);
        return [.. trials.Select(trial => Heartbeat(trial, now))];
    }

    private LeaseCommand Heartbeat(LiveTrial live, TimeSpan now)
    {
        if (IsFromBefore(live.Lease)) return LeaseCommand.Abandon;
        var row = ledger[live.Index];
        // A heartbeat that was written before its agent handed the lease back may arrive after.
        var isOver = _handedBack.TryGetValue(live.Index, out var handedBack) && handedBack == live.Lease;
        var isUnheld = row.State is TrialState.Pending or TrialState.Preempted or TrialState.Paused && !_leases.IsHeld(live.Index);
        if (!isOver && isUnheld && live.Attempt >= row.Attempts)
        {
            // The ledger lost this lease, not the agent: it was behind when its silo died, or took it back too soon.
            _leases.Grant(live.Index, live.Lease, now);
            row = row.LeasedAs(live.Lease);
        }

        if (!_leases.TryGet(live.Index, live.Lease, out var lease)) return LeaseCommand.Abandon;
        if (live.CommittedStep > (lease.Live?.CommittedStep ?? 0)) _trouble.Cleared(live.Index);
        _leases.Renew(live.Index, live, now);
        Set(live.Index, row.SeenAlive(live, _leases.Find(live.Index)!.Seconds));
        if (ledger.Gate.KillsRunning)
        {
            _handedBack[live.Index] = live.Lease;
            TakeBack(live.Index, now);
            return LeaseCommand.Abandon;
        }

        return MustLeave(live.Index) ? LeaseCommand.CheckpointAndExit : LeaseCommand.Continue;
    }

    private bool MustLeave(int index) =>
        ledger.Gate.EndsRunning || ledger[index].MustLeave || ledger[index].State is TrialState.Paused || IsTimeOver(index)
        || _leases.IsInExcess(index, Definition.MaxConcurrentTrials ?? int.MaxValue);
}
