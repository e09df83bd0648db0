using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>
/// Warnings about settings that a file gives although no trial uses them, or sweeps although only some trials use them. The author
/// probably expects an effect, or trains the same configuration several times.
/// </summary>
internal static class IdleSettings
{
    private static readonly string KnnProbe = RecipeSchema.Of(nameof(Recipe.KnnProbe)).Key;

    /// <param name="isDrawn">True for a method that draws: then no value multiplies the trials.</param>
    /// <param name="metric">The metric of the sweep: the nearest neighbours are asked for by it as well.</param>
    public static IEnumerable<Problem> Find(SettingsReading settings, bool isDrawn, FinalMetric metric) =>
        FindIdle(settings, metric).Concat(isDrawn ? [] : FindIdleInPart(settings));

    private static IEnumerable<Problem> FindIdle(SettingsReading settings, FinalMetric metric) =>
        from setting in RecipeSchema.Settings
        where setting.CountsWith is not null && settings.Given.ContainsKey(setting.Key)
        let condition = setting.CountsWith
        where !(metric.IsOnRequest && condition.Key == KnnProbe)
        let deciders = settings.Axes.FirstOrDefault(axis => axis.Key == condition.Key)?.Values
            ?? [RecipeSchema.Get(condition.Key).Read(settings.Recipe)]
        where !deciders.Intersect(condition.Values).Any()
        let place = settings.Given[setting.Key]
        select new Problem(
            place.Line,
            place.Path,
            $"has no effect: {setting.Key} is used only where {condition.Key} is {string.Join(" or ", condition.Values)}, "
                + $"and here it is {string.Join(" or ", deciders)}");

    /// <summary>Reports axes that multiply trials in which they have no effect.</summary>
    private static IEnumerable<Problem> FindIdleInPart(SettingsReading settings) =>
        from setting in RecipeSchema.Settings
        where setting.CountsWith is not null
        let condition = setting.CountsWith
        let axis = settings.Axes.FirstOrDefault(axis => axis.Key == setting.Key)
        let decider = settings.Axes.FirstOrDefault(axis => axis.Key == condition.Key)
        where axis?.Values.Count > 1 && decider is not null
        let rules = settings.Rules
        // What else the file says may keep such trials apart.
        where rules.Constraints.Count == 0
            && !rules.Zips.Any(zip => zip.Contains(axis.Key))
            && rules.Conditions.All(other => other.Key != axis.Key)
        let counts = decider.Values.Intersect(condition.Values).ToList()
        let idle = decider.Values.Except(condition.Values).ToList()
        where counts.Count > 0 && idle.Count > 0
        let place = settings.Given[setting.Key]
        select new Problem(
            place.Line,
            place.Path,
            $"has no effect where {decider.Key} is {string.Join(" or ", idle)}, so each of those is trained {axis.Values.Count} times: "
                + $"write when: {{{decider.Key}: {(counts.Count == 1 ? counts[0] : $"[{string.Join(", ", counts)}]")}}}");
}
