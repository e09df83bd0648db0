using System.Globalization;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Sweeps.Results;

/// <summary>A condition that selects trials of a sweep: <c>temperature=0.1</c>, <c>seed=3</c>.</summary>
public static class TrialCondition
{
    /// <returns>The condition, by the index of a trial.</returns>
    /// <exception cref="ArgumentException">The condition is malformed, or no trial can fulfil it; the message says why.</exception>
    public static Predicate<int> Of(SweepDefinition sweep, string condition)
    {
        ArgumentNullException.ThrowIfNull(sweep);
        ArgumentNullException.ThrowIfNull(condition);
        if (condition.Split('=', 2) is not [var key, var value])
            throw new ArgumentException("write a setting and its value, such as temperature=0.1.");
        if (key == RecipeSchema.Seed.Key) return index => sweep.RecipeOf(index).Seed.ToString(CultureInfo.InvariantCulture) == value;
        var keys = sweep.Axes.Select(axis => axis.Key).ToList();
        var place = keys.IndexOf(key);
        if (place < 0)
            throw new ArgumentException(
                $"{sweep.Name} does not sweep {key}; it sweeps {string.Join(", ", keys.Append(RecipeSchema.Seed.Key))}.");
        // The values of a range are drawn, and not in the file.
        if (sweep.Axes[place].Values is { Count: > 0 } values && !values.Contains(value))
            throw new ArgumentException($"{key} has the values {string.Join(", ", values)}.");
        return index => sweep.ParametersOf(index)[place].Value == value;
    }
}
