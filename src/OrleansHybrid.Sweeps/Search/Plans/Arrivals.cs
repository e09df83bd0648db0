using OrleansHybrid.Sweeps.Search.Halving;

namespace OrleansHybrid.Sweeps.Search.Plans;

/// <summary>The results that have arrived at a rung, in two parts: of configurations that were promoted, and of those that wait.</summary>
internal sealed class Arrivals
{
    private readonly SortedSet<RungResult> _waiting = [];
    private readonly List<RungResult> _promoted = [];

    /// <summary>The number of results, those of failed trainings among them.</summary>
    public int Count => _waiting.Count + _promoted.Count;

    /// <summary>The best that waits; null where none with a finite value does.</summary>
    public RungResult? Best => _waiting.Count > 0 && double.IsFinite(_waiting.Min.Value) ? _waiting.Min : null;

    /// <summary>The number of results that are better than one that waits, when none that waits is.</summary>
    public int RankOf(RungResult best)
    {
        var place = _promoted.BinarySearch(best);
        return place >= 0 ? place : ~place;
    }

    public void Add(RungResult result, bool isPromoted)
    {
        if (isPromoted) _promoted.Insert(RankOf(result), result);
        else _waiting.Add(result);
    }

    /// <summary>A result that waits, if it is still there, is one of a promoted configuration from now on.</summary>
    public void Promote(RungResult result)
    {
        if (_waiting.Remove(result)) Add(result, isPromoted: true);
    }

    public void Clear()
    {
        _waiting.Clear();
        _promoted.Clear();
    }
}
