using System.Globalization;
using OrleansHybrid.Sweeps.Search.Spaces;

namespace OrleansHybrid.Sweeps.Search.Sampling;

/// <summary>
/// Points at random. Of a space whose points can be counted none is taken twice: where all are equally likely they come in the
/// order of a keyed permutation; else each is drawn again while it is taken, and when that takes too long the permutation's next is.
/// </summary>
internal sealed class Drawing
{
    /// <summary>How often a point is drawn for one configuration, at most, before the space counts as nearly empty.</summary>
    public const int MostAttempts = 10_000;

    private const int AttemptsAtFreePoints = 100, MostForbidden = 1_000_000;

    private readonly Space _space;
    private readonly long _seed;
    private readonly PointRule? _rule;
    private readonly KeyedPermutation? _order;
    private long _next;

    public Drawing(Space space, long seed, PointRule? rule)
    {
        (_space, _seed, _rule) = (space, seed, rule);
        _order = space.Count is { } count ? new(seed, count) : null;
    }

    /// <summary>Whether a configuration's point hangs on no other's.</summary>
    public bool IsDirect => _order is null || (_rule is null && _space.IsEven);

    /// <summary>The point of a configuration, where that hangs on no other's.</summary>
    public Pick Direct(int configuration)
    {
        if (_order is null) return (Pick?)Drawn(configuration, MostAttempts, taken: null) ?? NearlyEmpty(MostAttempts);
        return configuration < _order.Count ? Ordered(_space.PointAt(_order.At(configuration))) : Exhausted();
    }

    /// <summary>The point of the next configuration.</summary>
    public Pick Next(Taken taken)
    {
        if (_order is null) return Direct(taken.Count);
        if (!_space.IsEven && Drawn(taken.Count, AttemptsAtFreePoints, taken) is { } drawn) return drawn;
        for (var forbidden = 0; _next < _order.Count; _next++)
        {
            var point = _space.PointAt(_order.At(_next));
            if (_rule?.Invoke(point) == false)
            {
                if (++forbidden >= MostForbidden) return NearlyEmpty(forbidden);
            }
            else if (!taken.Contains(point)) return Ordered(point);
        }

        return Exhausted();
    }

    private Pick.Found? Drawn(int configuration, int attempts, Taken? taken)
    {
        for (var attempt = 0; attempt < attempts; attempt++)
        {
            var point = _space.Draw(_seed, configuration, attempt);
            if (_rule?.Invoke(point) != false && taken?.Contains(point) != true) return new(point, "drawn at random");
        }

        return null;
    }

    private Pick.Found Ordered(double[] point) => new(point, string.Create(
        CultureInfo.InvariantCulture, $"drawn at random from {_space.Count:N0} configurations, each once"));

    private Pick.Missing Exhausted() => new(_rule is null
        ? string.Create(CultureInfo.InvariantCulture, $"all {_space.Count:N0} configurations of the space are taken")
        : string.Create(CultureInfo.InvariantCulture, $"every configuration that the constraints leave of {_space.Count:N0} is taken"));

    private static Pick.Missing NearlyEmpty(int attempts) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"the constraints forbid each of {attempts:N0} points that were drawn: loosen them, or narrow the ranges to what they permit"));
}
