using OrleansHybrid.Sweeps.Search.Draws;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Results.Importance;

/// <summary>
/// How much each setting matters: the share of the variance of the results that it explains by itself, by functional ANOVA over a random
/// forest (Hutter, Hoos and Leyton-Brown, "An Efficient Approach for Assessing Hyperparameter Importance", ICML 2014): 32 trees, each
/// grown on a bootstrap sample. What is left of the whole is what settings do together. The same results give the same numbers.
/// </summary>
/// <param name="Key">The setting.</param>
/// <param name="Share">In [0, 1].</param>
public sealed record SettingImportance(string Key, double Share)
{
    private const int Trees = 32, LeastConfigurations = 10, MostConfigurations = 1_000;

    private static readonly ulong Bootstrap = AddressedDraws.KeyOf("bootstrap of the importance of settings");

    /// <param name="configurations">Each with its settings, in one order, and what it came to: a finite number.</param>
    /// <returns>The most important first; none for fewer than ten configurations, and where all came to the same.</returns>
    public static IReadOnlyList<SettingImportance> Of(
        IReadOnlyList<(IReadOnlyList<ParameterValue> Parameters, double Value)> configurations)
    {
        if (configurations.Count > MostConfigurations)
            configurations = Thinned(configurations);
        if (configurations.Count < LeastConfigurations) return [];
        double[] results = [.. configurations.Select(one => one.Value)];
        var keys = (from place in Enumerable.Range(0, configurations[0].Parameters.Count)
                    let texts = configurations.Select(one => Text(one.Parameters[place])).ToList()
                    where texts.Distinct().Skip(1).Any()
                    select (configurations[0].Parameters[place].Key, Places: ImportanceAxis.Places(texts, results))).ToList();
        double[][] places = [.. keys.Select(key => key.Places)];
        var (shares, grown) = (new double[keys.Count], 0);
        for (var tree = 0; tree < Trees; tree++)
        {
            var draws = new AddressedDraws(0, DrawPurpose.Order, tree, Bootstrap);
            var sample = new int[results.Length];
            for (var one = 0; one < sample.Length; one++) sample[one] = draws.NextInt(results.Length);
            var forest = new RegressionTree(places, results, sample);
            var variance = forest.Variance;
            if (variance <= 0) continue;
            grown++;
            for (var setting = 0; setting < shares.Length; setting++) shares[setting] += forest.VarianceOf(setting) / variance;
        }

        return grown == 0
            ? []
            : [.. keys.Select((key, place) => new SettingImportance(key.Key, shares[place] / grown)).OrderByDescending(one => one.Share)];
    }

    private static IReadOnlyList<(IReadOnlyList<ParameterValue> Parameters, double Value)> Thinned(
        IReadOnlyList<(IReadOnlyList<ParameterValue> Parameters, double Value)> all) =>
        [.. Enumerable.Range(0, MostConfigurations).Select(one => all[(int)((long)one * all.Count / MostConfigurations)])];

    private static string? Text(ParameterValue parameter) => parameter.IsInactive ? null : parameter.Value;
}
