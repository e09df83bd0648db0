using OrleansHybrid.Sweeps.Search.Halving;

namespace OrleansHybrid.Sweeps.Search.Plans;

/// <summary>The results of a rung of a cohort: by the place of each configuration, and best first.</summary>
internal sealed class RungRanking
{
    public RungRanking(RungResult[] byPlace)
    {
        (ByPlace, Best) = (byPlace, [.. byPlace.Order()]);
        for (var place = 0; place < byPlace.Length; place++) Places.Add(byPlace[place].Configuration, place);
    }

    public RungResult[] ByPlace { get; }

    public RungResult[] Best { get; }

    /// <summary>By configuration.</summary>
    public Dictionary<int, int> Places { get; } = [];
}
