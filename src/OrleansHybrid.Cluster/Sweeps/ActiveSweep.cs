using OrleansHybrid.Cluster.Clocks;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Ledgers;
using OrleansHybrid.Cluster.Metrics;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Scheduling;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Sweeps;

/// <summary>
/// A sweep in memory: gives its trials to slots, takes them back, and knows how all of them stand. Knows nothing of
/// grains and storage; whoever owns it saves the rows that <paramref name="changed"/> names.
/// </summary>
/// <param name="data">The data that it learns from, as far as that is settled.</param>
/// <param name="submitted">Since when its trials wait; no lease of this submission is older.</param>
/// <param name="isMember">Whether a silo, by its address, belongs to the cluster.</param>
internal sealed partial class ActiveSweep(
    SweepDefinition definition,
    Ledger ledger,
    SweepData data,
    DateTimeOffset submitted,
    ClusterTimings timings,
    TimeProvider time,
    ClusterInstruments instruments,
    Predicate<string> isMember,
    Action<int> changed)
{
    // Looking for lost leases goes through all that are held: not for each of hundreds of calls a second.
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(200);

    private const int MostPassedOver = 256;

    private readonly string _id = definition.Id;
    private readonly LeaseTable _leases = new(timings.Lease);
    private readonly TroubleLog _trouble = new();
    private readonly RungCounts? _rungs = definition.Chosen is { Rungs.Count: > 0 } chosen ? new(chosen, ledger) : null;
    private readonly AsynchronousTrials? _asynchronous =
        definition.Chosen is { IsAsynchronous: true } promoting ? new(promoting, ledger, new(ledger, definition.MetricOf)) : null;
    private readonly Dictionary<int, TimeSpan> _waitingSince = [];
    private readonly Dictionary<int, LeaseKey> _handedBack = [];
    private readonly TimeSpan _submitted = time.Moment() - TimeSpan.FromTicks(Math.Max(0, (time.GetUtcNow() - submitted).Ticks));
    private SweepDefinition _definition = definition;
    private IReadOnlyList<DatasetName> _datasets = definition.Datasets;
    private TimeSpan _lastLook;
    private TimeSpan? _begun;
    private long _latestGrant = submitted.UtcTicks;
    private DataStranger[] _strangers = [];
    private volatile bool _awaitsResults;

    public Ledger Ledger => ledger;

    public SweepData Data => data;

    /// <summary>The final results, for a search that chooses by them.</summary>
    public KnownResults Results { get; } = new(ledger, definition.MetricOf);

    /// <summary>Replaced when the sweep is submitted again with other options, or with more trials.</summary>
    public SweepDefinition Definition
    {
        get => _definition;
        set
        {
            (_definition, _datasets) = (value, value.Datasets);
            ledger.Grow(value.TrialCount);
        }
    }

    /// <summary>The phase that people want the sweep to be in.</summary>
    public SweepPhase Phase { get; set; }

    /// <summary>Time since its first trial began, as far as the sweep was in memory; null before.</summary>
    public TimeSpan? Duration
    {
        get => time.Moment() - _begun;
        init => _begun = time.Moment() - value;
    }

    /// <summary>The sweep's share and the slots that it has now.</summary>
    public SweepClaim Claim()
    {
        var (now, held) = (time.Moment(), _leases.All.Select(held => held.Lease).ToList());
        return new(Definition.Share, [.. held.Select(lease => lease.Key)], [.. held.Select(lease => lease.SecondsAt(now))]);
    }

    /// <summary>The silos that were found since the last call to see other data than the sweep's.</summary>
    public DataStranger[] NewStrangers()
    {
        var former = _strangers;
        _strangers = data.Strangers(isMember);
        DataStranger[] found = [.. _strangers.Except(former)];
        foreach (var _ in found) instruments.DataRefused();
        return found;
    }

    /// <summary>Takes over the leases that the ledger remembers from before this activation.</summary>
    public void RestoreLeases()
    {
        RestoreTimes();
        for (var index = 0; index < ledger.Trials; index++)
        {
            if (ledger[index].Lease is not { } key) continue;
            _leases.Restore(index, key, ledger[index].HeldSeconds, time.Moment());
            _latestGrant = Math.Max(_latestGrant, key.Granted);
        }
    }

    /// <summary>Gives a waiting trial the result of an equal one, which learned from the same data.</summary>
    public void Reuse(int index, TrialId source, TrialResult result, DataFingerprint fingerprint)
    {
        data.Settle(Definition.RecipeOf(index).Dataset, fingerprint);
        Set(index, ledger[index].Reusing(source, result));
        instruments.TrialReused();
    }

    /// <summary>Other sweeps can find the trial's result.</summary>
    public void Published(int index) => Set(index, ledger[index] with { IsPublished = true });

    /// <summary>The time that a trial's lease, held or lost, has had its slots, as the sweep has heard; null where there is none.</summary>
    public HeldTime? HeldTime(int index) =>
        _leases.Find(index) is { } lease ? new(lease.Key.ToString(), lease.SecondsAt(time.Moment())) : ledger[index].Lost;

    /// <param name="lease">The reporting attempt's; null where it is not known.</param>
    public void Done(int index, TrialDigest trial, LeaseKey? lease = null)
    {
        if (ledger[index].State.IsFinal() || IsFromBefore(lease)) return;
        var seconds = End(index);
        _trouble.Cleared(index);
        Set(index, ledger[index].Of(trial, seconds));
        if (ledger[index] is { HasTrained: true, PastSeconds: > 0 } row) _times.Add(CostOf(index), row.PastSeconds);
        instruments.TrialFinished(trial.State);
    }

    public void Release(int index, LeaseKey lease, TrialDigest? trial, ReleaseReason reason, string? trouble)
    {
        if (IsFromBefore(lease)) return;
        _handedBack[index] = lease;
        if (!_leases.TryGet(index, lease, out var held))
        {
            // It was taken back too soon: what its record says is true all the same.
            if (trial is not null && !_leases.IsHeld(index) && !ledger[index].State.IsFinal() && trial.Attempt >= ledger[index].Attempts)
                Set(index, ledger[index].Of(trial));
            return;
        }

        var now = time.Moment();
        if (trouble is not null) _trouble.Met(index, trouble, now);
        if (reason is not ReleaseReason.OwnFault && trial?.State is not TrialState.Paused)
            instruments.TrialPreempted(reason is ReleaseReason.Notice ? "notice" : "trouble");
        var seconds = End(index);
        _doneOfWaiting[index] = reason is ReleaseReason.Notice ? held.Done : held.Saved;
        _waitingSince[index] = now;
        Set(index, trial is null ? ledger[index].Waiting(lease, seconds) : ledger[index].Of(trial, seconds));
    }

    /// <summary>
    /// The record of a trial has followed a person's wish: so does its row, and whoever trains it learns of it at the next
    /// heartbeat.
    /// </summary>
    public void Follow(int index, TrialDigest trial)
    {
        var row = ledger[index];
        if (trial.State.IsFinal()) Set(index, row.Of(trial, End(index)));
        else if (row.Lease is null) Set(index, row.Of(trial));
        else
            Set(
                index,
                row.Of(trial) with
                {
                    Lease = row.Lease,
                    HeldSeconds = row.HeldSeconds,
                    State = trial.State is TrialState.Paused ? trial.State : TrialState.Running
                });
    }

    /// <summary>Asks whoever trains the trial to leave at its next checkpoint.</summary>
    /// <returns>Whether somebody trains it.</returns>
    public bool Interrupt(int index)
    {
        if (!_leases.IsHeld(index)) return false;
        Set(index, ledger[index] with { MustLeave = true });
        return true;
    }

    /// <summary>True for a trial that a slot may take, whatever it is that may be chosen there.</summary>
    public bool Waits(int index) => ledger[index].State is TrialState.Pending or TrialState.Preempted;

    /// <summary>True for a trial that has had its slots for as long as the budget allows one trial.</summary>
    public bool IsTimeOver(int index) =>
        ledger[index].PastSeconds
            + (_leases.Find(index)?.SecondsAt(time.Moment()) ?? 0) >= Definition.Budget.MaxTrialDuration?.TotalSeconds;

    /// <summary>Brings leases and gate up to a moment: takes back what lost agents hold, and looks at the budget.</summary>
    public void Refresh()
    {
        Refresh(time.Moment());
        if (Definition.Chosen is not null) _awaitsResults = _leases.Count > 0 && NextWaiting(_ => true) is null;
    }

    private void Refresh(TimeSpan now)
    {
        TakeBackLost(now);
        ledger.Gate = Gate.Of(Phase, Definition.Budget == Budget.Unlimited ? null : Definition.Budget.UsedUp(Used(now)));
    }

    /// <summary>True for a lease of a former sweep of the same id, which was deleted.</summary>
    private bool IsFromBefore(LeaseKey? lease) => lease?.Granted <= submitted.UtcTicks;

    private BudgetUse Used(TimeSpan now)
    {
        var seconds = ledger.Seconds + _leases.All.Sum(held => held.Lease.SecondsAt(now));
        var slots = Definition.Resources.Gpus ?? Definition.Resources.Cpus ?? 1;
        return new(ledger.Begun, Duration ?? TimeSpan.Zero, seconds * slots / 3600);
    }

    private void TakeBackLost(TimeSpan now)
    {
        if (now - _lastLook < LookInterval) return;
        _lastLook = now;
        foreach (var (index, siloIsGone) in _leases.Lost(now, isMember))
        {
            TakeBack(index, now);
            if (ledger[index].Attempts == 0) continue;
            // As the record will count it when the next attempt begins.
            Set(index, ledger[index] with { Preemptions = ledger[index].Preemptions + 1 });
            instruments.TrialPreempted(siloIsGone ? "silo-lost" : "lease-expired");
        }
    }

    private void TakeBack(int index, TimeSpan now)
    {
        if (_leases.End(index) is not { } lease) return;
        _doneOfWaiting[index] = lease.Saved;
        _waitingSince[index] = now;
        Set(index, ledger[index].Waiting(lease.Key, lease.Seconds));
    }

    /// <returns>Seconds that the lease had its slots.</returns>
    private double End(int index) => _leases.End(index) is { } lease ? lease.SecondsAt(time.Moment()) : 0;

    private void Set(int index, LedgerRow row)
    {
        var before = ledger[index];
        if (before == row) return;
        ledger[index] = row;
        _rungs?.Changed(index, before.State, row.State);
        if (before.State.IsFinal() && !row.State.IsFinal())
        {
            Results.Forget();
            Definition.Chosen?.Forget();
        }

        _asynchronous?.Changed(index);
        changed(index);
    }
}
