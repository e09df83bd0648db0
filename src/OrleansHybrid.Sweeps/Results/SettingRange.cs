using System.Globalization;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Search;
using OrleansHybrid.Sweeps.Search.Spaces;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Sweeps.Results;

/// <summary>The numbers between which a search draws a setting, both included.</summary>
/// <param name="IsLogarithmic">True if the search draws its logarithm evenly.</param>
public sealed record SettingRange(double Low, double High, bool IsLogarithmic)
{
    // A grid that lists more numbers than these is rare, a search that draws fewer has nothing to show on a scale.
    private const int MostListed = 12;

    /// <summary>
    /// The range of a swept setting. Where the distribution has no bounds or is not known any more, it is that of the values so far.
    /// </summary>
    /// <returns>Null for a setting that has some listed values, and while no value is known.</returns>
    public static SettingRange? Of(SweepDefinition sweep, Axis axis)
    {
        if (RecipeSchema.Get(axis.Key).Kind is not (SettingKind.Number or SettingKind.WholeNumber)) return null;
        var drawn = sweep.Chosen?.Search.Space.Settings.FirstOrDefault(setting => setting.Keys.Contains(axis.Key));
        var isRange = drawn is not null ? drawn.Rows is null : sweep.Method is not SearchMethod.Grid && axis.Values.Count > MostListed;
        if (!isRange || axis.Values.Count == 0) return null;
        var values = axis.Values.Select(value => double.Parse(value, CultureInfo.InvariantCulture)).ToList();
        var (low, high) = (drawn?.Distribution.Low ?? values.Min(), drawn?.Distribution.High ?? values.Max());
        if (!double.IsFinite(low)) low = values.Min();
        if (!double.IsFinite(high)) high = values.Max();
        return new(low, high, low > 0 && IsLogarithm(drawn?.Distribution));
    }

    private static bool IsLogarithm(Distribution? distribution) => distribution switch
    {
        LogUniformRange or LogWholeRange or LogNormalDistribution => true,
        QuantisedDistribution quantised => IsLogarithm(quantised.Drawn),
        _ => false,
    };
}
