using System.Globalization;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Tests.Definition;

namespace OrleansHybrid.Sweeps.Tests.Search;

public sealed class GridSearchTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, string[]> Pool = new()
    {
        ["imbalance"] = ["1", "10", "50", "100"],
        ["temperature"] = ["0.05", "0.1", "0.5", "1"],
        ["batch_size"] = ["32", "64", "128"],
        ["alpha_schedule"] = ["parabolic", "linear", "constant"],
        ["psc_positive_in_denominator"] = ["true", "false"],
        ["lr_milestones"] = ["[0.6, 0.8]", "[]"],
    };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Trials_OfARandomGrid_AreEachCombinationExactlyOnce(int seed)
    {
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var round = 0; round < 30; round++)
        {
            var sweep = RandomSweep(random);
            var trials = Enumerable.Range(0, sweep.TrialCount).Select(sweep.Trial).ToList();

            var expected = sweep.Axes.Aggregate(
                sweep.Seeds.Select(repeat => repeat.ToString(CultureInfo.InvariantCulture)),
                (rows, axis) => rows.SelectMany(row => axis.Values, (row, value) => $"{row}|{value}"));
            Assert.Equal(
                expected,
                trials.Select(trial =>
                    string.Join('|', trial.Parameters.Select(parameter => parameter.Value).Prepend($"{trial.Recipe.Seed}"))));
            Assert.Equal(sweep.TrialCount, trials.Select(trial => trial.ContentHash).Distinct().Count());
            Assert.All(
                trials,
                trial =>
                    Assert.All(
                        trial.Parameters, parameter => Assert.Equal(parameter.Value, RecipeSchema.Get(parameter.Key).Read(trial.Recipe))));
        }
    }

    private static SweepDefinition RandomSweep(Random random)
    {
        var axes = Pool.Keys.ToArray();
        random.Shuffle(axes);
        var lines = axes.Take(random.Next(axes.Length + 1)).Select(key => $"  {key}: {{values: [{Some(random, Pool[key])}]}}");
        return SweepYaml.Named($"repeats: {{seeds: [{Some(random, ["0", "1", "2"])}]}}\nparameters:\n{string.Join('\n', lines)}");
    }

    private static string Some(Random random, string[] values)
    {
        var shuffled = values.ToArray();
        random.Shuffle(shuffled);
        return string.Join(", ", shuffled.Take(random.Next(1, values.Length + 1)));
    }
}
