using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Results;

/// <summary>The effect of each swept setting on the objective, alone and together with another setting.</summary>
/// <param name="Main">One effect for each setting with at least two levels, in the order of the sweep file.</param>
/// <param name="Interactions">The effects of their pairs, strongest first.</param>
/// <param name="SeedStd">
/// Standard deviation between seeds of one configuration, pooled over all; null if no configuration has two seeds.
/// </param>
public sealed record SettingEffects(IReadOnlyList<MainEffect> Main, IReadOnlyList<Interaction> Interactions, double? SeedStd)
{
    private const int MostInteractions = 12;

    public static SettingEffects Of(SweepDefinition sweep, IEnumerable<TrialOutcome> outcomes)
    {
        var configurations = (from outcome in outcomes
                              let objective = outcome.Row.State is TrialState.Completed ? sweep.Metric.Of(outcome.Row.Result) : null
                              where objective is not null
                              group (outcome.Spec.Parameters, Value: objective.Value) by sweep.ConfigurationOf(outcome.Row.Index) into seeds
                              select (seeds.First().Parameters, Value: Estimate.Of([.. seeds.Select(seed => seed.Value)])!)).ToList();
        var keys = configurations.SelectMany(one => one.Parameters.Select(parameter => parameter.Key)).Distinct();
        var settings = keys.Select(key => SettingLevels.Of(key, configurations.Select(one => one.Parameters)))
            .Where(setting => setting.Labels.Count > 1)
            .ToList();
        var levels = settings.Select(setting => configurations.Select(one => setting.LevelOf(one.Parameters)).ToArray()).ToList();
        var values = configurations.Select(one => one.Value).ToList();
        var interactions = from first in Enumerable.Range(0, settings.Count)
                           from second in Enumerable.Range(first + 1, settings.Count - first - 1)
                           select Interaction.Of(settings[first], settings[second], levels[first], levels[second], values);
        return new(
            [.. settings.Zip(levels, (setting, level) => MainEffect.Of(setting, level, values))],
            [.. interactions.OrderByDescending(interaction => interaction.Strength).Take(MostInteractions)],
            Pooled(values));
    }

    // Weighted by their degrees of freedom.
    private static double? Pooled(IEnumerable<Estimate> values)
    {
        var (squares, degrees) = values.Where(value => value.Std is not null)
            .Aggregate(
                (0.0, 0),
                (sum, value) => (sum.Item1 + value.Std!.Value * value.Std.Value * (value.Count - 1), sum.Item2 + value.Count - 1));
        return degrees == 0 ? null : Math.Sqrt(squares / degrees);
    }
}

/// <param name="Levels">One estimate for each label, over the means of the configurations with that level; null without any.</param>
public sealed record MainEffect(string Key, IReadOnlyList<string> Labels, IReadOnlyList<Estimate?> Levels)
{
    internal static MainEffect Of(SettingLevels setting, int?[] levels, IReadOnlyList<Estimate> values)
    {
        var byLevel = levels.Zip(values)
            .Where(pair => pair.First is not null)
            .ToLookup(pair => pair.First!.Value, pair => pair.Second.Mean);
        return new(setting.Key, setting.Labels, [.. setting.Labels.Select((_, level) => Estimate.Of([.. byLevel[level]]))]);
    }
}

public sealed record Interaction
{
    public required string First { get; init; }

    public required string Second { get; init; }

    public required IReadOnlyList<string> FirstLabels { get; init; }

    public required IReadOnlyList<string> SecondLabels { get; init; }

    /// <summary>
    /// Root mean square of the deviation from the sum of the two settings' effects: 0 if each has the same effect at every level of the
    /// other.
    /// </summary>
    public required double Strength { get; init; }

    /// <summary>A row for each level of the first setting, a column for each level of the second; null without a trial.</summary>
    public required IReadOnlyList<IReadOnlyList<double?>> Means { get; init; }

    internal static Interaction Of(SettingLevels first, SettingLevels second, int?[] rows, int?[] columns, IReadOnlyList<Estimate> values)
    {
        var cells = rows.Zip(columns, values).ToLookup(cell => (cell.First, cell.Second), cell => cell.Third.Mean);
        double?[][] means = [.. first.Labels.Select((_, row) => second.Labels.Select((_, column) => Mean(cells[(row, column)])).ToArray())];
        var all = Mean(means.SelectMany(row => row).OfType<double>());
        var residuals = from row in Enumerable.Range(0, first.Labels.Count)
                        from column in Enumerable.Range(0, second.Labels.Count)
                        let cell = means[row][column]
                        where cell is not null
                        let residual = cell - Mean(means[row].OfType<double>()) - Mean(means.Select(line => line[column]).OfType<double>())
                            + all
                        select residual.Value * residual.Value;
        return new()
        {
            First = first.Key,
            Second = second.Key,
            FirstLabels = first.Labels,
            SecondLabels = second.Labels,
            Strength = Math.Sqrt(Mean(residuals) ?? 0),
            Means = means,
        };
    }

    private static double? Mean(IEnumerable<double> numbers) => numbers.Cast<double?>().Average();
}
