using System.Globalization;
using OrleansHybrid.Sweeps.Search.Sampling;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Sweeps.Search;

/// <summary>
/// The configurations of a search that looks at no results: a function of its settings, rules and seed. They come as a grid with a
/// single digit, the number of the configuration, so that everything that works on grids works on them.
/// </summary>
internal static class ConfigurationDraw
{
    private const int MostRepetitions = 10_000;

    /// <param name="count">How many configurations.</param>
    /// <param name="missing">The reason why there are not so many; null where there are.</param>
    public static GridSearch? Draw(ConfigurationSpace space, SearchMethod method, long seed, int count, out string? missing)
    {
        var sampler = Samplers.Of(method, space, seed);
        var (rows, seen) = (new List<string[]>(count), new HashSet<string>(count));
        for (var drawn = 0; rows.Count < count; drawn++)
        {
            if (sampler.Pick(drawn) is not Pick.Found { Point: var point })
            {
                missing = ((Pick.Missing)sampler.Pick(drawn)).Reason;
                return null;
            }

            var at = space.At(point)!;
            string[] row = [.. space.Keys.Select(key => at[RecipeSchema.IndexOf(key)].Text)];
            if (seen.Add(string.Join('\n', row))) rows.Add(row);
            else if (drawn - rows.Count > MostRepetitions)
            {
                missing = string.Create(
                    CultureInfo.InvariantCulture, $"only {rows.Count:N0} configurations that differ were found in {drawn:N0} draws");
                return null;
            }
        }

        missing = null;
        IReadOnlyList<Axis> axes = [.. space.Keys.Select((key, place) => new Axis(key, [.. rows.Select(row => row[place])]))];
        return new(axes, space.Recipe, space.Rules with { Zips = [space.Keys] });
    }
}
