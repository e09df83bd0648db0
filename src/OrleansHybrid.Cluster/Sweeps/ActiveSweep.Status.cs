using OrleansHybrid.Cluster.Clocks;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Scheduling;
using OrleansHybrid.Sweeps.Text;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Sweeps;

internal sealed partial class ActiveSweep
{
    private const int MostChanges = 1_000;

    /// <param name="place">The sweep's place in the scheduler's queue; null where it does not answer.</param>
    public SweepStatus Status(QueuePlace? place = null)
    {
        var now = time.Moment();
        Refresh(now);
        return new()
        {
            Sweep = _id,
            Trials = ledger.Trials,
            Counts = Enum.GetValues<TrialState>().Where(state => ledger.Count(state) > 0).ToDictionary(state => state, ledger.Count),
            Running = _leases.All.Select(held => Running(held.Index, held.Lease)).ToArray(),
            Best = ledger.Best,
            Restarts = ledger.Restarts,
            Preemptions = ledger.Preemptions,
            Trouble = _trouble.Current,
            Waiting = _leases.Count == 0 ? WhyNothingRuns(place) : null,
            Phase = Phase,
            SlotHours = Used(now).SlotHours,
            SlotHoursLost = ledger.LostSeconds * TrialSlots / 3600,
            Left = Left(),
            Data = data.Settled,
            Strangers = data.Strangers(isMember),
            Rungs = _rungs?.Rungs,
        };
    }

    public TrialRow[] Rows(int first, int count, QueuePlace? place = null)
    {
        Refresh();
        return [.. Enumerable.Range(first, Math.Clamp(ledger.Trials - first, 0, count)).Select(index => Row(index, place))];
    }

    /// <inheritdoc cref="ISweepGrain.Changes"/>
    public RowChanges Changes(long since, QueuePlace? place = null)
    {
        Refresh();
        return new(ledger.ChangedSince(since, MostChanges)?.Select(index => Row(index, place)).ToArray(), ledger.Revision);
    }

    private TrialRow Row(int index, QueuePlace? place)
    {
        var row = ledger[index];
        var why = row.Lease is null && row.State is not (TrialState.Completed or TrialState.Failed) ? WhyWaiting(index, place) : null;
        return new()
        {
            Index = index,
            State = ledger.Gate.Shown(row.State),
            Attempts = row.Attempts,
            Preemptions = row.Preemptions,
            Result = row.Result,
            Failure = row.Failure,
            PendingReason = why,
            ReusedFrom = row.ReusedFrom,
            Seconds = row.PastSeconds,
            LostSeconds = row.LostSeconds,
            Draw = Definition.Chosen?.DrawOf(index),
        };
    }

    private RunningTrial Running(int index, HeldLease lease) =>
        new()
        {
            Index = index,
            Attempt = ledger[index].Attempts,
            Slot = lease.Key.Slot,
            Progress = lease.Live?.Progress,
            Accuracy = lease.Live?.Accuracy,
            Warning = lease.Live?.Warning,
            Silo = SiloPlace.Of(lease.Key.Agent),
            Validation = lease.Live?.Validation,
            SecondsAtRisk = lease.Live?.SecondsAtRisk is { } atRisk ? atRisk + (time.Moment() - lease.LastSeen).TotalSeconds : null,
        };

    private PendingReason? WhyNothingRuns(QueuePlace? place) =>
        (_asynchronous?.Next(_ => true) ?? ledger.NextWaiting(_ => true)) is { } next ? WhyWaiting(next, place)
        : ledger.Count(TrialState.Completed) + ledger.Count(TrialState.Failed) < ledger.Trials ? ledger.Gate.Reason
        : null;

    private PendingReason WhyWaiting(int index, QueuePlace? place)
    {
        var now = time.Moment();
        if (WhyHeld(index) is { } held) return held;
        if (WhyOpen(index) is { } open) return open;
        if (_trouble.WhyWaiting(index, now) is { } trouble) return trouble;
        if (_leases.Count >= Definition.MaxConcurrentTrials)
            return new(
                PendingKind.MaxConcurrentTrials,
                $"max_concurrent_trials: {Definition.MaxConcurrentTrials} of this sweep's trials are running");
        if (_leases.Slots + TrialSlots > Definition.Share.MaxSlots)
            return new(PendingKind.MaxSlots, $"max_slots: this sweep occupies {_leases.Slots} of its {Definition.Share.MaxSlots} slots");
        if (data.WhyWaiting(Definition.RecipeOf(index).Dataset, isMember) is { } foreign) return foreign;
        return place is null ? new(PendingKind.NoSlotFree, "waits for a slot") : place.WhyWaiting(Definition.Resources);
    }

    private int TrialSlots => Definition.Resources.Gpus ?? Definition.Resources.Cpus ?? 1;

    /// <summary>The reason why people or budgets hold a trial that waits or was ended; null where they let it run.</summary>
    private PendingReason? WhyHeld(int index)
    {
        var row = ledger[index];
        var name = new TrialId(_id, index);
        return row.State switch
        {
            TrialState.Paused => new(PendingKind.Paused, $"the trial is paused; 'hybrid resume {name}' lets it go on"),
            TrialState.Cancelled => new(PendingKind.Cancelled, $"the trial is cancelled; 'hybrid retry {name}' lets it go on"),
            TrialState.Stopped when IsTimeOver(index) => new(
                PendingKind.BudgetUsedUp,
                $"max_trial_duration: it had its slots for {Durations.Write(TimeSpan.FromSeconds(row.PastSeconds))}; "
                    + $"raise it, then 'hybrid retry {name}'"),
            TrialState.Stopped => new(PendingKind.Stopped, $"the trial is stopped; 'hybrid retry {name}' lets it go on"),
            TrialState.Pruned => new(PendingKind.Pruned, Definition.Chosen?.DrawOf(index)?.Basis ?? "the search does not train it"),
            _ => ledger.Gate.LetsThrough(row.State) ? null : ledger.Gate.Reason,
        };
    }

    /// <summary>The results that the choice of a trial waits for; null where it waits for none.</summary>
    private PendingReason? WhyOpen(int index)
    {
        if (Definition.Chosen is not { } chosen || chosen.DrawOf(index) is not null) return null;
        if (chosen.IsAsynchronous)
            return chosen.PlaceOf(index).Rung is 0 ? null : new(
                PendingKind.Results, "trained if its configuration comes to be among the best of the rung below (early_stopping: asha)");
        if (Results.Has(chosen.Needs(index))) return null;
        // One text for many trials: a list of 10,000 rows must not look through the results of each.
        return chosen.PlaceOf(index).Rung is not > 0 && chosen.Needs(index) is [{ From: 0 }]
            ? new(PendingKind.Results, $"the search chooses it by the results of trials that are not finished (search.lag: {chosen.Lag})")
            : new(PendingKind.Results, "the search chooses it by the results of the rung below, which are not all there");
    }
}
