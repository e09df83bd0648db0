using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Tests.Definition;

namespace OrleansHybrid.Sweeps.Tests.Search;

/// <summary>Grids with zip, conditions and constraints.</summary>
public sealed class GridRulesTests(ITestOutputHelper output)
{
    private static string[] Rows(SweepDefinition sweep) =>
        [
            .. Enumerable
                .Range(0, sweep.TrialCount)
                .Select(index => string.Join(' ', sweep.ParametersOf(index).Select(parameter => parameter.Value))),
        ];

    [Fact]
    public void Zip_OfTwoParameters_AdvancesThemTogether()
    {
        var sweep = SweepYaml.Named(
            """
            zip: [[epochs, learning_rate]]
            parameters:
              epochs: {values: [10, 10, 20]}
              temperature: {values: [0.1, 0.5]}
              learning_rate: {values: [0.1, 0.2, 0.1]}
            """);

        Assert.Equal(["epochs", "temperature", "learning_rate"], sweep.Axes.Select(axis => axis.Key));
        Assert.Equal(["10", "20"], sweep.Axes[0].Values);
        Assert.Equal(["10 0.1 0.1", "10 0.5 0.1", "10 0.1 0.2", "10 0.5 0.2", "20 0.1 0.1", "20 0.5 0.1"], Rows(sweep));
        Assert.Equal("3 (epochs, learning_rate) x 2 temperature x 1 seed(s)", sweep.Expansion);
    }

    [Fact]
    public void When_ThatDoesNotHold_LeavesTheParameterAsTheRecipeSaysOnce()
    {
        var sweep = SweepYaml.Named(
            """
            parameters:
              contrastive_loss: {values: [sc, mpsc]}
              prototypes_per_class: {values: [1, 4], when: {contrastive_loss: mpsc}}
              temperature: {values: [0.1, 0.5]}
            recipe: {prototypes_per_class: 3}
            repeats: {seeds: [0, 1]}
            """);

        Assert.Equal(["sc - 0.1", "sc - 0.5", "mpsc 1 0.1", "mpsc 1 0.5", "mpsc 4 0.1", "mpsc 4 0.5"], Rows(sweep)[..6]);
        Assert.Equal([3, 3, 1, 1, 4, 4], Enumerable.Range(0, 6).Select(index => sweep.RecipeOf(index).PrototypesPerClass));
        Assert.Equal((12, true, false), (sweep.TrialCount, sweep.ParametersOf(6)[1].IsInactive, sweep.ParametersOf(8)[1].IsInactive));
        Assert.Equal((sweep.ConfigurationOf(1), 1L), (sweep.ConfigurationOf(7), sweep.RecipeOf(7).Seed));
        Assert.Equal(["1", "4"], sweep.Axes[1].Values);
        Assert.Equal(["1", "4", "3"], sweep.ValuesOf("prototypes_per_class"));
        Assert.Equal(
            "(2 contrastive_loss x 2 prototypes_per_class x 2 temperature, less 2 where parameters are inactive) x 2 seed(s)",
            sweep.Expansion);
    }

    [Fact]
    public void When_OnAListOfValuesOrASettingOfTheRecipe_HoldsWithAnyOfThem()
    {
        Assert.Equal(["sc -", "psc 0", "psc 0.5", "mpsc 0", "mpsc 0.5"], Rows(SweepYaml.Named(
            "parameters: {contrastive_loss: {values: [sc, psc, mpsc]}, prototype_momentum: {values: [0, 0.5], when: {contrastive_loss: "
                + "[psc, mpsc], prototype_update: ema}}}\n"
            + "recipe: {prototype_update: ema}")));
        Assert.Equal(["-"], Rows(SweepYaml.Named("parameters: {prototype_momentum: {values: [0, 0.5], when: {prototype_update: ema}}}")));
    }

    [Fact]
    public void When_OnAnInactiveParameter_DoesNotHold()
    {
        var sweep = SweepYaml.Named(
            """
            parameters:
              prototype_momentum: {values: [0.5, 0.9], when: {prototype_update: sgd}}
              prototype_update: {values: [ema, sgd], when: {contrastive_loss: psc}}
              contrastive_loss: {values: [sc, psc]}
            """);

        // Sgd is the default too, but with sc nothing looks at it.
        Assert.Equal(["- - sc", "- ema psc", "0.5 sgd psc", "0.9 sgd psc"], Rows(sweep));
    }

    [Fact]
    public void When_WithASingleValue_SetsItThere() => Assert.Equal(["512 -", "64 0.1"], Rows(SweepYaml.Named(
        "parameters:\n  batch_size: {values: [512, 64]}\n  learning_rate: {value: 0.1, when: {batch_size: 64}}")));

    [Fact]
    public void When_WithinAZip_LeavesEachRowOnce() => Assert.Equal(["sc - 1", "psc 0.9 1", "sc - 2", "psc 0.5 2"], Rows(SweepYaml.Named(
        """
        zip: [[contrastive_loss, prototype_momentum, epochs]]
        parameters:
          contrastive_loss: {values: [sc, psc, sc, psc]}
          prototype_momentum: {values: [0.9, 0.9, 0.5, 0.5], when: {contrastive_loss: psc}}
          epochs: {values: [1, 1, 2, 2]}
        """)));

    [Fact]
    public void Constraints_LeaveOutWhatBreaksOneOfThem()
    {
        var sweep = SweepYaml.Named(
            """
            constraints: ["batch_size <= 64 or temperature > 0.1", "not (batch_size == 32 and temperature == 1)"]
            parameters:
              batch_size: {values: [32, 64, 128]}
              temperature: {values: [0.1, 1]}
            """);

        Assert.Equal(["32 0.1", "64 0.1", "64 1", "128 1"], Rows(sweep));
        Assert.Equal("(3 batch_size x 2 temperature, less 2 that constraints forbid) x 1 seed(s)", sweep.Expansion);
    }

    [Fact]
    public void Constraints_LookAtFixedSettingsAndAtWhatInactiveOnesAre() => Assert.Equal(["sc -", "psc 0.5"], Rows(SweepYaml.Named(
        """
        constraints: [prototype_momentum * epochs <= 100]
        parameters:
          contrastive_loss: {values: [sc, psc]}
          prototype_momentum: {values: [0.5, 0.9], when: {contrastive_loss: psc}}
        recipe: {epochs: 200, prototype_momentum: 0.1}
        """)));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Trials_OfRandomRules_AreThoseOfBruteForceOnceEach(int seed)
    {
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var round = 0; round < 40; round++)
        {
            var rules = RandomRules.Draw(random);
            var expected = rules.Configurations();
            if (expected.Count == 0)
            {
                Assert.Contains("no trial is left", SweepYaml.Problem(rules.Yaml).Message, StringComparison.Ordinal);
                continue;
            }

            var sweep = SweepYaml.Named(rules.Yaml);

            var recipes = Enumerable.Range(0, sweep.TrialCount).Select(sweep.RecipeOf).ToList();
            Assert.Equal(
                expected, recipes.Select(recipe => string.Join(' ', rules.Keys.Select(key => RecipeSchema.Get(key).Read(recipe)))));
            Assert.Equal(
                sweep.TrialCount, Enumerable.Range(0, sweep.TrialCount).Select(index => sweep.Trial(index).ContentHash).Distinct().Count());
            // An index gives its trial whatever was asked before.
            var again = SweepYaml.Named(rules.Yaml);
            Assert.All(
                Enumerable.Range(0, sweep.TrialCount).Reverse(),
                index => Assert.Equal(sweep.Trial(index).ContentHash, again.Trial(index).ContentHash));
        }
    }

    [Fact]
    public void Parse_OfAMillionCombinationsWithEveryRule_KeepsOneNumberForEachConfiguration()
    {
        string Values(int count, Func<int, string> value) => string.Join(", ", Enumerable.Range(1, count).Select(value));
        var sweep = SweepYaml.Named(
            $$"""
            zip: [[epochs, batch_size]]
            constraints: ["epochs + head_images != 7", "not (contrastive_loss == sc and head_images > 50)"]
            parameters:
              contrastive_loss: {values: [sc, mpsc]}
              prototypes_per_class: {values: [{{Values(5, i => $"{i}")}}], when: {contrastive_loss: mpsc} }
              epochs: {values: [{{Values(1000, i => $"{i}")}}]}
              batch_size: {values: [{{Values(1000, i => $"{1 + i}")}}]}
              head_images: {values: [{{Values(100, i => $"{i}")}}]}
            """);

        // With mpsc 5 x 1000 x 100, with sc the first 50 head_images; less the six sums that are 7.
        Assert.Equal((1000 * 100 - 6) * 5 + 1000 * 50 - 6, sweep.TrialCount);
        Assert.Equal((ContrastiveLossName.Mpsc, 5, 1000, 1001, 100), sweep.RecipeOf(sweep.TrialCount - 1) is var last
            ? (last.ContrastiveLoss, last.PrototypesPerClass, last.Epochs, last.BatchSize, last.HeadImages) : default);
    }

    [Fact]
    public void Parse_OfAMillionTrialsWithoutConditions_KeepsNoNumbers() => Assert.Null(SweepYaml.Named(
        $"zip: [[epochs, batch_size]]\nparameters:\n  epochs: {{min: 1, max: 1000, count: 1000}}\n  batch_size: {{min: 2, max: "
            + $"1001, count: 1000}}\n  head_images: {{min: 1, max: 1000, count: 1000}}").Grid.Search.Numbers);
}
