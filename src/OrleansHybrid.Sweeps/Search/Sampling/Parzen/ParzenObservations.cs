using OrleansHybrid.Sweeps.Search.Spaces;

namespace OrleansHybrid.Sweeps.Search.Sampling.Parzen;

/// <summary>
/// The points of a search's configurations as an estimator's coordinates, and their order on each axis, kept as they come.
/// </summary>
internal sealed class ParzenObservations
{
    private readonly int[] _positions;
    private readonly List<double>[] _coordinates;
    private readonly List<int>[] _orders;

    public ParzenObservations(Space space)
    {
        var axes = space.Axes
            .Select((axis, position) => (Densities: ParzenAxis.Of(axis.Distribution), position))
            .Where(axis => axis.Densities is not null)
            .ToList();
        Axes = [.. axes.Select(axis => axis.Densities!)];
        _positions = [.. axes.Select(axis => axis.position)];
        _coordinates = [.. Axes.Select(_ => new List<double>())];
        _orders = [.. Axes.Select(_ => new List<int>())];
    }

    /// <summary>Those where there is something to choose.</summary>
    public ParzenAxis[] Axes { get; }

    public int Count { get; private set; }

    /// <summary>Where in a point an axis stands.</summary>
    public int PositionOf(int axis) => _positions[axis];

    /// <summary>One for each configuration: the category of a choice; NaN where the setting is inactive.</summary>
    public List<double> CoordinatesOf(int axis) => _coordinates[axis];

    /// <summary>The configurations by their coordinate, then by their number; those where the setting is inactive are left out.</summary>
    public List<int> OrderOf(int axis) => _orders[axis];

    /// <param name="point">The next configuration's; null where it has none, which is as if all settings were inactive.</param>
    public void Add(double[]? point)
    {
        for (var axis = 0; axis < Axes.Length; axis++)
        {
            var value = point?[_positions[axis]] ?? double.NaN;
            var coordinate = double.IsNaN(value) || Axes[axis] is not ParzenAxis.Ordered ordered ? value : ordered.CoordinateOf(value);
            _coordinates[axis].Add(coordinate);
            if (!double.IsNaN(coordinate) && Axes[axis] is ParzenAxis.Ordered) Insert(_orders[axis], _coordinates[axis], Count);
        }

        Count++;
    }

    private static void Insert(List<int> order, List<double> coordinates, int configuration)
    {
        var (from, until) = (0, order.Count);
        while (from < until)
        {
            var middle = (from + until) / 2;
            if (coordinates[order[middle]] <= coordinates[configuration]) from = middle + 1;
            else until = middle;
        }

        order.Insert(from, configuration);
    }
}
