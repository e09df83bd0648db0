using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Search;

/// <summary>
/// Trials that are known from the start: those of the first grid, then the trials that each extension added, in the order of the
/// extensions. No trial occurs twice.
/// </summary>
internal sealed class ListedTrials : TrialSpace
{
    private readonly (TrialGrid Grid, int First, int[]? Indices)[] _parts;
    private readonly IReadOnlyList<string>[] _values;

    private ListedTrials((TrialGrid Grid, int First, int[]? Indices)[] parts)
    {
        _parts = parts;
        Axes = [.. Keys.Select(key => new Axis(key, [.. parts.SelectMany(part => SweptValues(part.Grid, key)).Distinct()]))];
        _values = [.. Axes.Select(axis => ValuesOf(axis.Key))];
        Seeds = [.. parts.SelectMany(part => part.Grid.Seeds).Distinct()];
    }

    public override IReadOnlyList<Axis> Axes { get; }

    public override IReadOnlyList<long> Seeds { get; }

    public override int Count => _parts[^1] is var (grid, first, indices) ? first + (indices?.Length ?? grid.Count) : 0;

    private IEnumerable<string> Keys
    {
        get
        {
            var swept = _parts.SelectMany(part => part.Grid.Search.Axes).Select(axis => axis.Key).Distinct().ToList();
            // What one file fixes otherwise than another is swept as well.
            var moved = RecipeSchema.Keys.Where(key =>
                key != RecipeSchema.Seed.Key && _parts.Select(part => part.Grid.ValuesOf(key).First()).Distinct().Count() > 1);
            return _parts.Length == 1 ? swept : swept.Union(moved);
        }
    }

    /// <summary>The trials of one grid.</summary>
    public static new ListedTrials Of(TrialGrid grid) => new([(grid, 0, null)]);

    internal override TrialSpace And(TrialGrid more)
    {
        var added = more.Beyond([.. _parts.Select(part => part.Grid)]);
        return added.Length == 0 ? this : new ListedTrials([.. _parts, (more, Count, added)]);
    }

    public override Recipe RecipeOf(int index)
    {
        var (grid, own) = Find(index);
        return grid[own];
    }

    public override IReadOnlyList<ParameterValue> ParametersOf(int index, Recipe recipe)
    {
        var (grid, own) = Find(index);
        var inactive = grid.InactiveAt(own);
        return [.. Axes.Select(axis => inactive.Contains(axis.Key)
            ? ParameterValue.Inactive(axis.Key)
            : new(axis.Key, RecipeSchema.Get(axis.Key).Read(recipe)))];
    }

    public override IReadOnlyList<string> ValuesOf(string key) => [.. _parts.SelectMany(part => part.Grid.ValuesOf(key)).Distinct()];

    public override long ConfigurationOf(int index)
    {
        if (_parts.Length == 1) return index % _parts[0].Grid.Search.Count;
        var recipe = RecipeOf(index);
        return Axes.Zip(_values).Aggregate(0L, (number, axis) =>
        {
            var own = RecipeSchema.Get(axis.First.Key).Read(recipe);
            return number * axis.Second.Count + axis.Second.Index().First(value => value.Item == own).Index;
        });
    }

    private static IEnumerable<string> SweptValues(TrialGrid grid, string key) =>
        grid.Search.Axes.FirstOrDefault(axis => axis.Key == key)?.Values ?? grid.ValuesOf(key);

    private (TrialGrid Grid, int Index) Find(int index)
    {
        var (grid, first, indices) = Array.FindLast(_parts, part => part.First <= index);
        return (grid, indices is null ? index - first : indices[index - first]);
    }
}
