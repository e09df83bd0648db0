using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Tests.Search;

namespace OrleansHybrid.Sweeps.Tests.Definition;

public sealed class ExtendedSweepTests(ITestOutputHelper output)
{
    private const string Base =
        """
        name: grid
        parameters:
          temperature: {values: [0.1, 0.5]}
          imbalance: {values: [10, 100]}
        repeats: {seeds: [0, 1]}
        recipe: {epochs: 5}
        """;

    [Theory]
    [InlineData("[0.1, 0.5]", "[0.05, 0.1, 0.5]", 4)]
    [InlineData("[0.1, 0.5]", "[0.5, 1]", 4)]
    [InlineData("seeds: [0, 1]", "seeds: [1, 0, 2]", 4)]
    [InlineData("[10, 100]", "[100, 10]", 0)]
    [InlineData("epochs: 5", "epochs: 6", 8)]
    [InlineData("recipe: {epochs: 5}", "recipe: {epochs: 5, batch_size: 512}", 0)]
    [InlineData("  imbalance: {values: [10, 100]}", "  imbalance: {value: 10}\n  batch_size: {values: [512, 64]}", 4)]
    public void Extended_KeepsEveryTrialAtItsIndex_AndAddsTheNewOnesOnce(string old, string changed, int added)
    {
        var before = SweepYaml.Parse(Base);
        var after = before.ExtendedBy(SweepYaml.Parse(Base.Replace(old, changed, StringComparison.Ordinal)));

        Assert.Equal((before.Id, before.TrialCount + added), (after.Id, after.TrialCount));
        for (var index = 0; index < before.TrialCount; index++)
            Assert.Equal(
                (before.Trial(index).Id, before.Trial(index).ContentHash), (after.Trial(index).Id, after.Trial(index).ContentHash));
        Assert.Equal(
            after.TrialCount, Enumerable.Range(0, after.TrialCount).Select(index => after.Trial(index).ContentHash).Distinct().Count());
    }

    [Fact]
    public void Extended_AgainWithTheSameFile_StaysAsItIs()
    {
        var more = SweepYaml.Parse(Base.Replace("[10, 100]", "[10, 50, 100]", StringComparison.Ordinal));
        var once = SweepYaml.Parse(Base).ExtendedBy(more);

        Assert.Equal(once.TrialCount, once.ExtendedBy(more).TrialCount);
    }

    [Fact]
    public void Extended_TakesAllButItsTrialsFromTheLatestFile()
    {
        var extended = SweepYaml.Parse(Base).ExtendedBy(SweepYaml.Parse(Base + "\nmax_concurrent_trials: 3\nresources: {priority: 7}"));

        Assert.Equal((3, 7), (extended.MaxConcurrentTrials, extended.Share.Priority));
        Assert.Null(extended.WithOptionsOf(SweepYaml.Parse(Base)).MaxConcurrentTrials);
        Assert.Equal(extended.TrialCount, extended.WithOptionsOf(SweepYaml.Parse("name: grid")).TrialCount);
    }

    [Fact]
    public void Axes_OfAnExtendedSweep_HaveEveryValue_AlsoOfWhatWasFixed()
    {
        var extended = SweepYaml.Parse(Base).ExtendedBy(SweepYaml.Parse(
            "name: grid\nparameters: {temperature: {values: [0.5, 1]}}\nrecipe: {imbalance: 10, epochs: 6}\nrepeats: {seeds: [2]}"));

        Assert.Equal(
            ["temperature: 0.1 0.5 1", "imbalance: 10 100", "epochs: 5 6"],
            extended.Axes.Select(axis => $"{axis.Key}: {string.Join(' ', axis.Values)}"));
        Assert.Equal([0L, 1L, 2L], extended.Seeds);
        Assert.Equal(
            "temperature=1 imbalance=10 epochs=6",
            string.Join(' ', extended.Trial(9).Parameters.Select(value => $"{value.Key}={value.Value}")));
    }

    [Fact]
    public void Configuration_IsTheSameForAllSeeds_AlsoForThoseThatCameLater()
    {
        var extended = SweepYaml.Parse(Base)
            .ExtendedBy(SweepYaml.Parse(Base.Replace("seeds: [0, 1]", "seeds: [2]", StringComparison.Ordinal)));

        var groups = Enumerable.Range(0, extended.TrialCount).GroupBy(extended.ConfigurationOf).ToList();

        Assert.Equal(4, groups.Count);
        Assert.All(groups, group => Assert.Equal([0L, 1L, 2L], group.Select(index => extended.RecipeOf(index).Seed)));
        Assert.All(groups, group => Assert.Single(group.Select(index => string.Join(' ', extended.ParametersOf(index))).Distinct()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Extended_ByRandomGridsOneAfterTheOther_HasTheUnionOfTheirTrials(int seed)
    {
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var round = 0; round < 20; round++)
        {
            var files = Enumerable.Range(0, 4).Select(_ => RandomSweep(random)).ToList();
            var extended = files.Skip(1).Aggregate(files[0], (sweep, more) => sweep.ExtendedBy(more));

            var union = files.SelectMany(Hashes).Distinct().ToList();
            Assert.Equal(union, Hashes(extended));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Extended_ByGridsWithRandomRules_HasTheUnionOfTheirTrials(int seed)
    {
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var round = 0; round < 15; round++)
        {
            var files = Enumerable.Range(0, 3).Select(_ => RandomRules.Draw(random)).Where(rules => rules.Configurations().Count > 0)
                .Select(rules => SweepYaml.Named(rules.Yaml + $"\nrepeats: {{seeds: [{Some(random, "0", "1")}]}}")).ToList();
            if (files.Count == 0) continue;
            var extended = files.Skip(1).Aggregate(files[0], (sweep, more) => sweep.ExtendedBy(more));

            Assert.Equal(files.SelectMany(Hashes).Distinct(), Hashes(extended));
            Assert.All(
                Enumerable.Range(0, extended.TrialCount),
                index => Assert.Equal(extended.Axes.Select(axis => axis.Key), extended.ParametersOf(index).Select(value => value.Key)));
            // Trials of one configuration differ in nothing but their seed.
            Assert.All(
                Enumerable.Range(0, extended.TrialCount).GroupBy(extended.ConfigurationOf),
                group => Assert.Single(group.Select(index => SettingsOf(extended.RecipeOf(index) with { Seed = 0 })).Distinct()));
        }
    }

    [Fact]
    public void Extended_OfManyTrialsByTheSameRulesInOtherWords_StaysAsItIs()
    {
        const string Axes = "parameters:\n  epochs: {min: 1, max: 300, count: 300}\n  batch_size: {min: 2, max: 301, count: 300}\n";
        var sweep = SweepYaml.Named(Axes + "constraints: [epochs + batch_size > 10]");

        Assert.Equal(sweep.TrialCount, sweep.ExtendedBy(SweepYaml.Named(Axes + "constraints: [not epochs <= 10 - batch_size]")).TrialCount);
        Assert.Equal(90_000, sweep.ExtendedBy(SweepYaml.Named(Axes)).TrialCount);
    }

    [Fact]
    public void Extended_ByAFileWithACondition_ShowsWhereAParameterIsInactive()
    {
        var extended = SweepYaml.Named("parameters: {contrastive_loss: {values: [sc, psc]}}").ExtendedBy(SweepYaml.Named(
            "parameters: {contrastive_loss: {values: [uc, mpsc]}, prototypes_per_class: {values: [2, 4], when: "
                + "{contrastive_loss: mpsc}}}"));

        Assert.Equal(
            ["sc 2", "psc 2", "uc -", "mpsc 2", "mpsc 4"],
            Enumerable.Range(0, extended.TrialCount)
                .Select(index => string.Join(' ', extended.ParametersOf(index).Select(value => value.Value))));
    }

    private static string SettingsOf(Recipe recipe) => string.Join(' ', RecipeSchema.Settings.Select(setting => setting.Read(recipe)));

    private static IEnumerable<string> Hashes(SweepDefinition sweep) =>
        Enumerable.Range(0, sweep.TrialCount).Select(index => sweep.Trial(index).ContentHash);

    private static SweepDefinition RandomSweep(Random random) => SweepYaml.Named(
        $"parameters:\n  temperature: {{values: [{Some(random, "0.1", "0.2", "0.5")}]}}\n  epochs: {{values: [{Some(random, "1", "2")}]}}\n"
        + $"repeats: {{seeds: [{Some(random, "0", "1", "2")}]}}\nrecipe: {{batch_size: {(random.Next(4) == 0 ? 64 : 32)}}}");

    private static string Some(Random random, params string[] values)
    {
        random.Shuffle(values);
        return string.Join(", ", values.Take(random.Next(1, values.Length + 1)));
    }
}
