using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Cli.Exports;

/// <summary>The values that a swept setting can have: a range of numbers, or else a list.</summary>
/// <param name="Range">Null for a list.</param>
/// <param name="Values">The list, or what was drawn from the range so far.</param>
internal sealed record SettingDomain(Setting Setting, SettingRange? Range, IReadOnlyList<object> Values)
{
    /// <summary>The domains of a sweep's settings in the order of its file. What a search has chosen so far must be known in it.</summary>
    public static IReadOnlyList<SettingDomain> Of(SweepDefinition sweep) =>
    [
        .. from axis in sweep.Axes
           select new SettingDomain(
               RecipeSchema.Get(axis.Key),
               SettingRange.Of(sweep, axis),
               [.. axis.Values.Distinct().Select(value => ExportedTrial.Typed(axis.Key, value))]),
    ];
}
