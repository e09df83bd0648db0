using OrleansHybrid.Cluster.Hosting;
using OrleansHybrid.Cluster.Metrics;
using OrleansHybrid.Cluster.Scheduling;
using OrleansHybrid.Cluster.Trials;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Sweeps;

/// <summary>
/// A sweep in memory: gives its trials to slots, takes them back, and knows how all of them stand. Knows nothing of
/// grains and storage; whoever owns it saves the rows that <paramref name="changed"/> names.
/// </summary>
/// <param name="submitted">Since when its trials wait.</param>
/// <param name="isMember">Whether a silo, by its address, belongs to the cluster.</param>
internal sealed partial class ActiveSweep(
    SweepDefinition definition,
    Ledger ledger,
    DateTimeOffset submitted,
    ClusterTimings timings,
    TimeProvider time,
    ClusterInstruments instruments,
    Predicate<string> isMember,
    Action<int> changed)
{
    private readonly string _id = definition.Id;
    private readonly LeaseTable _leases = new(timings.Lease);
    private readonly TroubleLog _trouble = new();
    private readonly Dictionary<int, DateTimeOffset> _waitingSince = [];
    private readonly Dictionary<int, LeaseKey> _handedBack = [];
    private readonly Dictionary<string, SlotOffer> _latestOffers = [];

    public Ledger Ledger => ledger;

    /// <summary>Replaced when the sweep is submitted again with another description, concurrency or number of restarts.</summary>
    public SweepDefinition Definition { get; set; } = definition;

    /// <summary>Takes over the leases that the ledger remembers from before this activation.</summary>
    public void RestoreLeases()
    {
        for (var index = 0; index < ledger.Trials; index++)
            if (ledger[index].Lease is { } key)
                _leases.Restore(index, key, time.GetUtcNow());
    }

    public TrialLease? Lease(SlotOffer offer)
    {
        var now = time.GetUtcNow();
        _latestOffers[offer.Agent] = offer;
        foreach (var index in _leases.Void(offer.Agent, offer.Free)) TakeBack(index, now);
        TakeBackLost(now);

        if (SlotNeed.Of(Definition.Resources, offer.Kind) is not { } need || need.Slots > offer.Free.Length) return null;
        if (_leases.Count >= Definition.MaxConcurrentTrials) return null;
        if (ledger.NextWaiting(index => _trouble.AllowsLease(index, now)) is not { } next) return null;

        string[] slots = [.. offer.Free.Take(need.Slots)];
        var key = new LeaseKey(offer.Agent, string.Join('+', slots), now.UtcTicks);
        _leases.Grant(next, key, now);
        Set(next, ledger[next].LeasedAs(key));
        instruments.TrialWaited(now - (_waitingSince.Remove(next, out var since) ? since : submitted));
        var trial = Definition.Trial(next);
        var threads = Definition.Resources.Cpus ?? 1;
        return new(key, trial.Id, trial.Recipe, slots, need.Device, threads, Definition.Checkpoint, Definition.MaxRestarts);
    }

    public LeaseCommand[] Heartbeat(LiveTrial[] trials)
    {
        var now = time.GetUtcNow();
        TakeBackLost(now);
        return [.. trials.Select(trial => Heartbeat(trial, now))];
    }

    public void Done(int index, TrialDigest trial)
    {
        if (ledger[index].State.IsFinal()) return;
        _leases.End(index);
        _trouble.Cleared(index);
        Set(index, LedgerRow.Of(trial));
        instruments.TrialFinished(trial.State);
    }

    public void Release(int index, LeaseKey lease, TrialDigest? trial, ReleaseReason reason, string? trouble)
    {
        _handedBack[index] = lease;
        if (!_leases.TryGet(index, lease, out _)) return;
        var now = time.GetUtcNow();
        if (trouble is not null) _trouble.Met(index, trouble, now);
        if (reason is not ReleaseReason.OwnFault) instruments.TrialPreempted(reason is ReleaseReason.Notice ? "notice" : "trouble");
        _leases.End(index);
        _waitingSince[index] = now;
        Set(index, trial is null ? ledger[index].Waiting() : LedgerRow.Of(trial));
    }

    public SweepStatus Status()
    {
        TakeBackLost(time.GetUtcNow());
        return new(
            _id,
            ledger.Trials,
            Enum.GetValues<TrialState>().Where(state => ledger.Count(state) > 0).ToDictionary(state => state, ledger.Count),
            _leases.All.Select(held => Running(held.Index, held.Lease)).ToArray(),
            ledger.Best,
            ledger.Restarts,
            ledger.Preemptions,
            _trouble.Current,
            _leases.Count == 0 && ledger.NextWaiting(_ => true) is { } next ? WhyWaiting(next) : null);
    }

    public TrialRow[] Rows(int first, int count)
    {
        TakeBackLost(time.GetUtcNow());
        return [.. Enumerable.Range(first, Math.Clamp(ledger.Trials - first, 0, count)).Select(Row)];
    }

    /// <summary>Lets the trials wait again whose agents are gone or silent.</summary>
    public void TakeBackLost(DateTimeOffset now)
    {
        foreach (var (index, lease, siloIsGone) in _leases.Lost(now, isMember))
        {
            TakeBack(index, now);
            if (ledger[index].Attempts == 0) continue;
            // As the record will count it when the next attempt begins.
            Set(index, ledger[index] with { Preemptions = ledger[index].Preemptions + 1 });
            instruments.TrialPreempted(siloIsGone ? "silo-lost" : "lease-expired");
        }
    }

    private TrialRow Row(int index)
    {
        var row = ledger[index];
        var why = row.State.CanBeLeased() ? WhyWaiting(index) : null;
        return new(index, row.State, row.Attempts, row.Preemptions, row.Result, row.Failure, why);
    }

    private RunningTrial Running(int index, HeldLease lease) =>
        new(index, ledger[index].Attempts, lease.Key.Slot, lease.Live?.Progress, lease.Live?.Accuracy, lease.Live?.Warning);

    private LeaseCommand Heartbeat(LiveTrial live, DateTimeOffset now)
    {
        var row = ledger[live.Index];
        // A heartbeat that was written before its agent handed the lease back may arrive after.
        var isOver = _handedBack.TryGetValue(live.Index, out var handedBack) && handedBack == live.Lease;
        if (!isOver && !_leases.IsHeld(live.Index) && row.State.CanBeLeased() && live.Attempt >= row.Attempts)
        {
            // The ledger lost this lease, not the agent: it was behind when its silo died, or took it back too soon.
            _leases.Grant(live.Index, live.Lease, now);
            row = row.LeasedAs(live.Lease);
        }

        if (!_leases.TryGet(live.Index, live.Lease, out var lease)) return LeaseCommand.Abandon;
        if (live.CommittedStep > (lease.Live?.CommittedStep ?? 0)) _trouble.Cleared(live.Index);
        _leases.Renew(live.Index, live, now);
        Set(live.Index, row.SeenAlive(live.Attempt, live.Preemptions));
        var mustLeave = _leases.IsInExcess(live.Index, Definition.MaxConcurrentTrials ?? int.MaxValue);
        return mustLeave ? LeaseCommand.CheckpointAndExit : LeaseCommand.Continue;
    }

    private void TakeBack(int index, DateTimeOffset now)
    {
        _leases.End(index);
        _waitingSince[index] = now;
        Set(index, ledger[index].Waiting());
    }

    private void Set(int index, LedgerRow row)
    {
        if (ledger[index] == row) return;
        ledger[index] = row;
        changed(index);
    }
}
