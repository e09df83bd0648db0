using System.Globalization;
using OrleansHybrid.Sweeps.Search.Spaces;

namespace OrleansHybrid.Sweeps.Search.Sampling;

/// <summary>Every point of a space that can be counted, in the order of its numbers.</summary>
public sealed class GridSampler : Sampler
{
    private readonly PointRule? _rule;
    private readonly Taken _taken;
    private long _next;

    /// <param name="space">One that can be counted.</param>
    /// <param name="rule">Null where every point may be trained.</param>
    public GridSampler(Space space, PointRule? rule = null) : base(space)
    {
        if (space.Count is null) throw new ArgumentException("A grid's points can be counted.", nameof(space));
        (_rule, _taken) = (rule, new(space));
    }

    public override Pick Pick(int configuration, ReadOnlySpan<Outcome> outcomes = default)
    {
        if (_rule is null) return configuration < Space.Count ? Found(Space.PointAt(configuration)) : Exhausted;
        while (_taken.Count <= configuration) _taken.Add(Next());
        return _taken[configuration];
    }

    private Pick Next()
    {
        while (_next < Space.Count)
        {
            var point = Space.PointAt(_next++);
            if (_rule!(point) && !_taken.Contains(point)) return Found(point);
        }

        return Exhausted;
    }

    private Pick.Missing Exhausted =>
        new(string.Create(CultureInfo.InvariantCulture, $"the grid of {Space.Count:N0} has no more configurations"));

    private static Pick.Found Found(double[] point) => new(point, "in the grid's order");
}
