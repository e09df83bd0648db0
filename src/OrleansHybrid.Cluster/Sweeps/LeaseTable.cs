using System.Diagnostics.CodeAnalysis;
using OrleansHybrid.Cluster.Contracts;

namespace OrleansHybrid.Cluster.Sweeps;

/// <summary>
/// The leases of a sweep's trials that are held now, as far as the last heartbeats tell. <c>now</c> is a moment of one steady
/// clock.
/// </summary>
/// <param name="lifetime">Time without a heartbeat after which a lease is over.</param>
internal sealed class LeaseTable(TimeSpan lifetime)
{
    // A silo that has just joined may ask for work before this silo has read of it in the membership table.
    private static readonly TimeSpan UnknownSiloGrace = TimeSpan.FromSeconds(5);

    private readonly SortedDictionary<int, HeldLease> _held = [];

    // Where the ledger lagged when its silo died, it may know two leases of one slot, of which at most one is held.
    private readonly Dictionary<(string Agent, string Slot), List<int>> _slots = [];

    public int Count => _held.Count;

    /// <summary>Slots that the leases occupy.</summary>
    public int Slots => _slots.Count;

    public IEnumerable<(int Index, HeldLease Lease)> All => _held.Select(held => (held.Key, held.Value));

    public bool IsHeld(int index) => _held.ContainsKey(index);

    public bool TryGet(int index, LeaseKey key, [NotNullWhen(true)] out HeldLease? lease) =>
        _held.TryGetValue(index, out lease) && lease.Key == key;

    public HeldLease? Find(int index) => _held.GetValueOrDefault(index);

    public void Grant(int index, LeaseKey key, TimeSpan now) => Hold(index, new(key, now + UnknownSiloGrace, now, 0, null));

    /// <summary>Takes over a lease from the ledger: its agent is given the time to show up, if its silo is still a member.</summary>
    /// <param name="seconds">Time that it is known to have had its slots.</param>
    public void Restore(int index, LeaseKey key, double seconds, TimeSpan now) => Hold(index, new(key, now, now, seconds, null));

    public void Renew(int index, LiveTrial live, TimeSpan now)
    {
        var lease = _held[index];
        _held[index] = lease with
        {
            LastSeen = now,
            Seconds = Math.Max(lease.Seconds, live.HeldSeconds ?? lease.SecondsAt(now)),
            Live = live,
            Pace = TrialPace.After(lease.Pace, live.Progress, now),
        };
    }

    /// <returns>The lease that is over; null where there was none.</returns>
    public HeldLease? End(int index)
    {
        if (!_held.Remove(index, out var lease)) return null;
        foreach (var slot in lease.Key.Slots)
        {
            var holders = _slots[(lease.Key.Agent, slot)];
            holders.Remove(index);
            if (holders.Count == 0) _slots.Remove((lease.Key.Agent, slot));
        }

        return lease;
    }

    /// <summary>The leases that are over: their silo is gone, or nothing was heard of them for too long.</summary>
    public IReadOnlyList<(int Index, bool SiloIsGone)> Lost(TimeSpan now, Predicate<string> isMember) =>
    [
        .. from held in _held
           let siloIsGone = now >= held.Value.KnownFrom && !isMember(held.Value.Key.Agent)
           where siloIsGone || now - held.Value.LastSeen >= lifetime
           select (held.Key, siloIsGone),
    ];

    /// <summary>The leases of slots that their own agent offers as free: it never heard of them, or could not tell of their end.</summary>
    public IReadOnlyList<int> Void(string agent, IEnumerable<string> freeSlots) =>
        [.. freeSlots.SelectMany(slot => _slots.GetValueOrDefault((agent, slot)) ?? []).Distinct()];

    /// <summary>True for a lease beyond the first <paramref name="limit"/>.</summary>
    public bool IsInExcess(int index, int limit) => _held.Count > limit && _held.Keys.TakeLast(_held.Count - limit).Contains(index);

    private void Hold(int index, HeldLease lease)
    {
        End(index);
        _held[index] = lease;
        foreach (var slot in lease.Key.Slots)
        {
            if (!_slots.TryGetValue((lease.Key.Agent, slot), out var holders)) _slots.Add((lease.Key.Agent, slot), holders = []);
            holders.Add(index);
        }
    }
}

/// <param name="KnownFrom">From when on its silo must be a member of the cluster.</param>
/// <param name="LastSeen">The moment when the lease was granted, restored or renewed last.</param>
/// <param name="Seconds">Time that it had its slots up to then: what its agent said, or what was counted here.</param>
/// <param name="Live">The latest heartbeat; null before the first.</param>
internal sealed record HeldLease(LeaseKey Key, TimeSpan KnownFrom, TimeSpan LastSeen, double Seconds, LiveTrial? Live)
{
    /// <summary>Null before its first step.</summary>
    public TrialPace? Pace { get; init; }

    /// <summary>The part of its trial that is done, in [0, 1].</summary>
    public double Done => Live?.Progress is { Steps: > 0 } progress ? (double)progress.Step / progress.Steps : 0;

    /// <summary>The part of its trial that is in a checkpoint which this lease committed, in [0, 1].</summary>
    public double Saved => Live?.Progress is { Steps: > 0 } progress ? (double)Live.CommittedStep / progress.Steps : 0;

    /// <summary>Time that it had its slots, up to a moment.</summary>
    public double SecondsAt(TimeSpan now) => Seconds + (now - LastSeen).TotalSeconds;
}
