using OrleansHybrid.Sweeps.Search.Spaces;

namespace OrleansHybrid.Sweeps.Search.Sampling;

/// <summary>What the configurations so far were given, in their order.</summary>
/// <param name="space">Only of a space whose points can be counted is it remembered which of them are taken.</param>
internal sealed class Taken(Space space)
{
    private readonly List<Pick> _picks = [];
    private readonly HashSet<double[]>? _points = space.Count is null ? null : new(PointEquality.Instance);

    public int Count => _picks.Count;

    public Pick this[int configuration] => _picks[configuration];

    public bool Contains(double[] point) => _points?.Contains(point) ?? false;

    public Pick Add(Pick pick)
    {
        _picks.Add(pick);
        if (pick is Pick.Found found) _points?.Add(found.Point);
        return pick;
    }

    private sealed class PointEquality : IEqualityComparer<double[]>
    {
        public static PointEquality Instance { get; } = new();

        public bool Equals(double[]? x, double[]? y) => x is not null && y is not null && x.AsSpan().SequenceEqual(y);

        public int GetHashCode(double[] point)
        {
            var hash = default(HashCode);
            foreach (var number in point) hash.Add(number);
            return hash.ToHashCode();
        }
    }
}
