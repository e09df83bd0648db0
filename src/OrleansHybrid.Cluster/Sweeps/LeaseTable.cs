using System.Diagnostics.CodeAnalysis;

namespace OrleansHybrid.Cluster.Sweeps;

/// <summary>Who trains which trial of a sweep now, as far as the last heartbeats tell.</summary>
/// <param name="lifetime">Time without a heartbeat after which a lease is over.</param>
internal sealed class LeaseTable(TimeSpan lifetime)
{
    // A silo that has just joined may ask for work before this silo has read of it in the membership table.
    private static readonly TimeSpan UnknownSiloGrace = TimeSpan.FromSeconds(5);

    private readonly SortedDictionary<int, HeldLease> _held = [];

    public int Count => _held.Count;

    public IEnumerable<(int Index, HeldLease Lease)> All => _held.Select(held => (held.Key, held.Value));

    public bool IsHeld(int index) => _held.ContainsKey(index);

    public bool TryGet(int index, LeaseKey key, [NotNullWhen(true)] out HeldLease? lease) =>
        _held.TryGetValue(index, out lease) && lease.Key == key;

    public void Grant(int index, LeaseKey key, DateTimeOffset now) => _held[index] = new(key, now, now, null);

    /// <summary>Takes over a lease from the ledger: its agent is given the time to show up, if its silo is still a member.</summary>
    public void Restore(int index, LeaseKey key, DateTimeOffset now) => _held[index] = new(key, DateTimeOffset.MinValue, now, null);

    public void Renew(int index, LiveTrial live, DateTimeOffset now) => _held[index] = _held[index] with { LastSeen = now, Live = live };

    public void End(int index) => _held.Remove(index);

    /// <summary>The leases that are over: their silo is gone, or nothing was heard of them for too long.</summary>
    public IReadOnlyList<(int Index, HeldLease Lease, bool SiloIsGone)> Lost(DateTimeOffset now, Predicate<string> isMember) =>
    [
        .. from held in _held
           let silent = now - held.Value.LastSeen
           let siloIsGone = now - held.Value.Granted > UnknownSiloGrace && !isMember(held.Value.Key.Agent)
           where siloIsGone || silent >= lifetime
           select (held.Key, held.Value, siloIsGone),
    ];

    /// <summary>The leases of slots that their own agent offers as free: it never heard of them, or could not tell of their end.</summary>
    public IReadOnlyList<int> Void(string agent, IReadOnlyCollection<string> freeSlots) =>
    [
        .. from held in _held
           let key = held.Value.Key
           where key.Agent == agent && key.Slot.Split('+').Any(freeSlots.Contains)
           select held.Key,
    ];

    /// <summary>Whether the lease is one of those beyond the first <paramref name="limit"/>.</summary>
    public bool IsInExcess(int index, int limit) => _held.Count > limit && _held.Keys.TakeLast(_held.Count - limit).Contains(index);
}

/// <param name="Granted">When this activation of the sweep granted it; the distant past for one from before.</param>
/// <param name="LastSeen">When the lease was granted, restored or renewed last.</param>
/// <param name="Live">The latest heartbeat; null before the first.</param>
internal sealed record HeldLease(LeaseKey Key, DateTimeOffset Granted, DateTimeOffset LastSeen, LiveTrial? Live);
