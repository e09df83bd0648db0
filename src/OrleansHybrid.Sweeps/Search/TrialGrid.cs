using System.Globalization;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Sweeps.Search;

/// <summary>The trials of one sweep file: every configuration once a seed, the whole grid with the first seed first.</summary>
internal sealed record TrialGrid(GridSearch Search, IReadOnlyList<long> Seeds, SearchMethod Method = SearchMethod.Grid)
{
    private static readonly string SeedKey = RecipeSchema.Get("seed").Key;

    /// <summary>A grid without trials.</summary>
    public static TrialGrid Empty { get; } = new(new([], new(), GridRules.None), []);

    public int Count => Search.Count * Seeds.Count;

    /// <summary>Where the number of trials comes from.</summary>
    public string Expansion => string.Create(CultureInfo.InvariantCulture, $"{Configurations}{Seeds.Count} seed(s)");

    private string Configurations => Method switch
    {
        SearchMethod.Grid => Search.Expansion,
        SearchMethod.Random => string.Create(CultureInfo.InvariantCulture, $"{Search.Count} configurations drawn at random x "),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Search.Count} configurations of a {Method} sequence x "),
    };

    /// <summary>The recipe of the trial at an index in [0, <see cref="Count"/>).</summary>
    public Recipe this[int index]
    {
        get
        {
            var (repeat, configuration) = Math.DivRem(index, Search.Count);
            return Search.RecipeOf(configuration) with { Seed = Seeds[repeat] };
        }
    }

    /// <summary>Keys of the swept settings that are inactive in the trial at an index.</summary>
    public IReadOnlyList<string> InactiveAt(int index) => Search.InactiveAt(index % Search.Count);

    /// <summary>Canonical texts of all values that a setting has in this grid, including its value while inactive.</summary>
    public IEnumerable<string> ValuesOf(string key) =>
        key == SeedKey ? Seeds.Select(seed => seed.ToString(CultureInfo.InvariantCulture)) : Search.ValuesOf(key);

    /// <summary>Indices of this grid's trials that no other grid contains, in order.</summary>
    public int[] Beyond(IReadOnlyList<TrialGrid> others)
    {
        var (beyond, place) = (new List<int>(), Search.Count == 0 ? null : Search.At(0));
        for (var index = 0; index < Count; index++)
        {
            var (repeat, configuration) = Math.DivRem(index, Search.Count);
            Search.MoveTo(configuration, place!);
            if (!others.Any(other => other.Seeds.Contains(Seeds[repeat]) && other.Search.Contains(place!))) beyond.Add(index);
        }

        return [.. beyond];
    }
}
