using OrleansHybrid.Cluster.Contracts;

namespace OrleansHybrid.Cluster.Slots;

/// <summary>A share of the machine that trains one trial at a time.</summary>
/// <param name="Name"><c>cpu1</c>, <c>gpu0</c>, <c>mig0</c> for a part of a GPU, or <c>gpu0.1</c> for one of several on a GPU.</param>
/// <param name="Gpu">Null for a share of the CPU.</param>
public sealed record Slot(string Name, Gpu? Gpu);

/// <summary>The slots of one silo, all of one kind. Safe for concurrent use.</summary>
public sealed class SlotPool
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<int, Slot> _free = [];
    private readonly Slot[] _slots;
    private readonly Dictionary<string, string> _aside = [];

    private SlotPool(SlotKind kind, IEnumerable<Slot> slots)
    {
        (Kind, _slots) = (kind, [.. slots]);
        for (var i = 0; i < _slots.Length; i++) _free.Add(i, _slots[i]);
    }

    public SlotKind Kind { get; }

    /// <summary>The slots that are not set aside, free or not.</summary>
    public int Total
    {
        get
        {
            lock (_lock) return _slots.Length - _free.Values.Count(IsAside);
        }
    }

    /// <summary>The slots on which something trains.</summary>
    public int Busy
    {
        get
        {
            lock (_lock) return _slots.Length - _free.Count;
        }
    }

    /// <summary>A note for people on the GPUs that these slots are not on; null where there are none.</summary>
    public string? Note { get; private init; }

    /// <summary>The driver's names for the GPUs that the slots are on.</summary>
    public IReadOnlySet<string> Gpus => _slots.Select(slot => slot.Gpu?.Uuid).OfType<string>().ToHashSet();

    /// <summary>Names of the slots on which nothing trains and that are not set aside.</summary>
    public string[] Free
    {
        get
        {
            lock (_lock) return [.. _free.Values.Where(slot => !IsAside(slot)).Select(slot => slot.Name)];
        }
    }

    /// <summary>The GPUs that take no trial until they work again, each with the slots on it where nothing trains.</summary>
    public IReadOnlyList<(Gpu Gpu, SlotsAside Slots)> Aside
    {
        get
        {
            lock (_lock)
                return
                [
                    .. from share in _free.Values.Where(IsAside).GroupBy(slot => slot.Gpu!)
                       select (share.Key, new SlotsAside([.. share.Select(slot => slot.Name)], _aside[share.Key.Uuid])),
                ];
        }
    }

    /// <param name="slots">At least 1.</param>
    public static SlotPool OfCores(int slots, string? note = null) =>
        new(SlotKind.Cpu, Enumerable.Range(0, slots).Select(slot => new Slot($"cpu{slot}", null))) { Note = note };

    /// <param name="gpus">The machine's GPUs, at least one.</param>
    /// <param name="slots">At least 1; more than there are GPUs share them.</param>
    public static SlotPool OfGpus(IReadOnlyList<Gpu> gpus, int slots, string? note = null) =>
        new(SlotKind.Gpu, Enumerable.Range(0, slots).Select(slot =>
    {
        var gpu = gpus[slot % gpus.Count];
        return new Slot(slots > gpus.Count ? $"{gpu.Label}.{slot / gpus.Count}" : gpu.Label, gpu);
    }))
        { Note = note };

    public override string ToString() => string.Join(
        ", ",
        _slots.GroupBy(slot => slot.Gpu)
            .Select(share => $"{string.Join(' ', share.Select(slot => slot.Name))}{(share.Key is { } gpu ? $" ({gpu})" : "")}"));

    /// <summary>Occupies free slots by their names.</summary>
    public IReadOnlyList<Slot> Take(IReadOnlyCollection<string> names)
    {
        lock (_lock)
        {
            var taken = _free.Where(slot => names.Contains(slot.Value.Name)).ToArray();
            if (taken.Length != names.Count) throw new InvalidOperationException($"not all of {string.Join(", ", names)} are free");
            foreach (var (number, _) in taken) _free.Remove(number);
            return [.. taken.Select(slot => slot.Value)];
        }
    }

    public void Return(IReadOnlyCollection<Slot> slots)
    {
        lock (_lock)
        {
            for (var i = 0; i < _slots.Length; i++)
                if (slots.Contains(_slots[i]))
                    _free[i] = _slots[i];
        }
    }

    /// <summary>All slots on a GPU take no further trial; what trains there goes on as long as it can.</summary>
    /// <param name="why">What failed, for people.</param>
    public void SetAside(Gpu gpu, string why)
    {
        lock (_lock) _aside[gpu.Uuid] = why;
    }

    /// <summary>The slots on a GPU take trials again.</summary>
    public void TakeBack(Gpu gpu)
    {
        lock (_lock) _aside.Remove(gpu.Uuid);
    }

    private bool IsAside(Slot slot) => slot.Gpu is not null && _aside.ContainsKey(slot.Gpu.Uuid);
}
