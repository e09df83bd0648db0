using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Text;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Results;

/// <summary>The methods of a comparison against the best method without a contrastive branch.</summary>
internal static class Baselines
{
    private static readonly ParameterValue None = new(
        RecipeSchema.Of(nameof(Recipe.ContrastiveLoss)).Key, ContrastiveLossName.None.Spelled());

    /// <summary>
    /// The corrected P of each method's test against the best baseline, by <see cref="Key"/>; empty if there is no baseline.
    /// </summary>
    public static IEnumerable<KeyValuePair<string, double>> Marks(MethodComparison comparison)
    {
        var baseline = comparison.Methods.ToList().FindIndex(method => method.Parameters.Contains(None));
        return from pair in comparison.Pairs
               where pair.HolmP is not null && (pair.First == baseline || pair.Second == baseline)
               let other = comparison.Methods[pair.First == baseline ? pair.Second : pair.First]
               select KeyValuePair.Create(Key([.. comparison.Setting, .. other.Parameters]), pair.HolmP!.Value);
    }

    public static string Key(IEnumerable<ParameterValue> parameters) =>
        string.Join('\n', parameters.Select(parameter => $"{parameter.Key}={parameter.Value}").Order(StringComparer.Ordinal));
}
