using System.Globalization;
using OrleansHybrid.Sweeps.Definition;

namespace OrleansHybrid.Sweeps.Search;

/// <summary>The trials of one sweep file: every configuration once a seed, the whole grid with the first seed first.</summary>
/// <param name="Axes">The swept settings; the last one moves fastest.</param>
/// <param name="Recipe">The fixed settings, and the defaults of the rest.</param>
internal sealed record TrialGrid(IReadOnlyList<Axis> Axes, IReadOnlyList<long> Seeds, Recipe Recipe)
{
    private static readonly string SeedKey = RecipeSchema.Get("seed").Key;

    public int Configurations => GridSearch.Count(Axes);

    public int Count => Configurations * Seeds.Count;

    /// <summary>The recipe of the trial at an index in [0, <see cref="Count"/>).</summary>
    public Recipe this[int index]
    {
        get
        {
            var (repeat, configuration) = Math.DivRem(index, Configurations);
            return GridSearch.At(Axes, configuration)
                .Aggregate(Recipe, (recipe, parameter) => RecipeSchema.Get(parameter.Key).Apply(recipe, parameter.Value)) with
            {
                Seed = Seeds[repeat],
            };
        }
    }

    /// <summary>Canonical texts of all values that a setting has in this grid.</summary>
    public IReadOnlyList<string> ValuesOf(string key) =>
        key == SeedKey ? SeedValues
        : Axes.FirstOrDefault(axis => axis.Key == key)?.Values ?? [RecipeSchema.Get(key).Read(Recipe)];

    private IReadOnlyList<string> SeedValues => [.. Seeds.Select(seed => seed.ToString(CultureInfo.InvariantCulture))];

    /// <summary>Indices of this grid's trials that none of the others has, in order.</summary>
    public int[] Beyond(IEnumerable<TrialGrid> others)
    {
        var known = others.Select(KnownValues).OfType<bool[][]>().ToList();
        var bases = Axes.Select(axis => axis.Values.Count).Prepend(Seeds.Count).ToArray();
        return [.. Enumerable.Range(0, Count).Where(index => !known.Exists(values => IsKnown(values, bases, index)))];
    }

    /// <returns>Of the seeds and of each axis, which values the other grid has as well; null where it shares no trial with this one.</returns>
    private bool[][]? KnownValues(TrialGrid other)
    {
        var swept = Axes.Select(axis => axis.Key).Prepend(SeedKey).ToList();
        var sharesTheFixed = RecipeSchema.Keys.Except(swept).All(key => other.ValuesOf(key).Contains(ValuesOf(key)[0]));
        if (!sharesTheFixed) return null;
        return [.. swept.Select(key => (Own: ValuesOf(key), Others: other.ValuesOf(key).ToHashSet())).Select(both => both.Own.Select(both.Others.Contains).ToArray())];
    }

    private static bool IsKnown(bool[][] values, int[] bases, int index)
    {
        for (var digit = bases.Length - 1; digit >= 0; digit--)
        {
            (index, var value) = Math.DivRem(index, bases[digit]);
            if (!values[digit][value]) return false;
        }

        return true;
    }
}
