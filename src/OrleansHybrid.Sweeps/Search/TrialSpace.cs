using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Search;

/// <summary>
/// All trials of a sweep: those of its first grid, then those that each extension added, in the order in which they came.
/// An index never changes its trial, and no trial comes twice.
/// </summary>
internal sealed class TrialSpace
{
    private readonly (TrialGrid Grid, int First, int[]? Indices)[] _parts;

    private TrialSpace((TrialGrid Grid, int First, int[]? Indices)[] parts)
    {
        _parts = parts;
        Axes = [.. Keys.Select(key => new Axis(key, [.. parts.SelectMany(part => part.Grid.ValuesOf(key)).Distinct()]))];
        Seeds = [.. parts.SelectMany(part => part.Grid.Seeds).Distinct()];
    }

    /// <summary>Every setting that differs between trials, with all its values.</summary>
    public IReadOnlyList<Axis> Axes { get; }

    public IReadOnlyList<long> Seeds { get; }

    public int Count => _parts[^1] is var (grid, first, indices) ? first + (indices?.Length ?? grid.Count) : 0;

    private IEnumerable<string> Keys
    {
        get
        {
            var swept = _parts.SelectMany(part => part.Grid.Axes).Select(axis => axis.Key).Distinct().ToList();
            // What one file fixes otherwise than another is swept as well.
            var moved = RecipeSchema.Keys.Where(key => key != "seed" && _parts.Select(part => part.Grid.ValuesOf(key)[0]).Distinct().Count() > 1);
            return _parts.Length == 1 ? swept : swept.Union(moved);
        }
    }

    public static TrialSpace Of(TrialGrid grid) => new([(grid, 0, null)]);

    /// <summary>These trials and those of another grid that are not among them.</summary>
    public TrialSpace And(TrialGrid more)
    {
        var added = more.Beyond(_parts.Select(part => part.Grid));
        return added.Length == 0 ? this : new([.. _parts, (more, Count, added)]);
    }

    public Recipe RecipeOf(int index)
    {
        var (grid, first, indices) = Array.FindLast(_parts, part => part.First <= index);
        return grid[indices is null ? index - first : indices[index - first]];
    }

    public ParameterValue[] ParametersOf(Recipe recipe) => [.. Axes.Select(axis => new ParameterValue(axis.Key, RecipeSchema.Get(axis.Key).Read(recipe)))];

    /// <summary>The number of a trial's configuration, the same for all its seeds: smaller ones come first in a table.</summary>
    public long ConfigurationOf(int index)
    {
        if (_parts.Length == 1) return index % _parts[0].Grid.Configurations;
        return Axes.Zip(ParametersOf(RecipeOf(index)))
            .Aggregate(0L, (number, pair) => number * pair.First.Values.Count + pair.First.Values.Index().First(value => value.Item == pair.Second.Value).Index);
    }
}
