using System.Diagnostics.CodeAnalysis;

namespace OrleansHybrid.Cluster.Sweeps;

/// <summary>Who trains which trial of a sweep now, as far as the last heartbeats tell.</summary>
/// <param name="lifetime">Time without a heartbeat after which a lease is over.</param>
internal sealed class LeaseTable(TimeSpan lifetime)
{
    // A silo that has just joined may ask for work before this silo has read of it in the membership table.
    private static readonly TimeSpan UnknownSiloGrace = TimeSpan.FromSeconds(5);

    private readonly SortedDictionary<int, HeldLease> _held = [];
    private readonly Dictionary<(string Agent, string Slot), int> _slots = [];

    public int Count => _held.Count;

    /// <summary>Slots that the leases occupy.</summary>
    public int Slots => _slots.Count;

    public IEnumerable<(int Index, HeldLease Lease)> All => _held.Select(held => (held.Key, held.Value));

    public bool IsHeld(int index) => _held.ContainsKey(index);

    public bool TryGet(int index, LeaseKey key, [NotNullWhen(true)] out HeldLease? lease) =>
        _held.TryGetValue(index, out lease) && lease.Key == key;

    public HeldLease? Find(int index) => _held.GetValueOrDefault(index);

    public void Grant(int index, LeaseKey key, DateTimeOffset now) => Hold(index, new(key, now, now, null));

    /// <summary>Takes over a lease from the ledger: its agent is given the time to show up, if its silo is still a member.</summary>
    public void Restore(int index, LeaseKey key, DateTimeOffset now) => Hold(index, new(key, DateTimeOffset.MinValue, now, null));

    public void Renew(int index, LiveTrial live, DateTimeOffset now) => _held[index] = _held[index] with { LastSeen = now, Live = live };

    /// <returns>The lease that is over; null where there was none.</returns>
    public HeldLease? End(int index)
    {
        if (!_held.Remove(index, out var lease)) return null;
        foreach (var slot in lease.Key.Slots)
            if (_slots.GetValueOrDefault((lease.Key.Agent, slot), -1) == index)
                _slots.Remove((lease.Key.Agent, slot));
        return lease;
    }

    /// <summary>The leases that are over: their silo is gone, or nothing was heard of them for too long.</summary>
    public IReadOnlyList<(int Index, bool SiloIsGone)> Lost(DateTimeOffset now, Predicate<string> isMember) =>
    [
        .. from held in _held
           let silent = now - held.Value.LastSeen
           let siloIsGone = now - held.Value.Granted > UnknownSiloGrace && !isMember(held.Value.Key.Agent)
           where siloIsGone || silent >= lifetime
           select (held.Key, siloIsGone),
    ];

    /// <summary>The leases of slots that their own agent offers as free: it never heard of them, or could not tell of their end.</summary>
    public IReadOnlyList<int> Void(string agent, IEnumerable<string> freeSlots) =>
        [.. freeSlots.Select(slot => _slots.TryGetValue((agent, slot), out var index) ? index : -1).Where(index => index >= 0).Distinct()];

    /// <summary>Whether the lease is one of those beyond the first <paramref name="limit"/>.</summary>
    public bool IsInExcess(int index, int limit) => _held.Count > limit && _held.Keys.TakeLast(_held.Count - limit).Contains(index);

    private void Hold(int index, HeldLease lease)
    {
        End(index);
        _held[index] = lease;
        foreach (var slot in lease.Key.Slots) _slots[(lease.Key.Agent, slot)] = index;
    }
}

/// <param name="Granted">When this activation of the sweep granted it; the distant past for one from before.</param>
/// <param name="LastSeen">When the lease was granted, restored or renewed last.</param>
/// <param name="Live">The latest heartbeat; null before the first.</param>
internal sealed record HeldLease(LeaseKey Key, DateTimeOffset Granted, DateTimeOffset LastSeen, LiveTrial? Live)
{
    /// <summary>Time that it had its slots, up to a moment.</summary>
    public double SecondsAt(DateTimeOffset now) => Math.Max(0, (now - new DateTimeOffset(Key.Granted, TimeSpan.Zero)).TotalSeconds);
}
