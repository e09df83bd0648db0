using System.Globalization;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Search;

namespace OrleansHybrid.Sweeps.Tests.Definition;

/// <summary>Sweeps whose configurations are drawn: a function of the file, whoever reads it and whenever.</summary>
public sealed class DrawnSweepTests
{
    private const string Space =
        """
        name: drawn
        search: {trials: 30, seed: 4}
        parameters:
          learning_rate: {min: 0.001, max: 1, scale: log}
          temperature: {min: 0.05, max: 1}
          batch_size: {min: 16, max: 128, step: 16}
          contrastive_loss: {values: [sc, psc]}
        """;

    public static TheoryData<string> Methods => ["random", "sobol", "halton"];

    [Theory]
    [MemberData(nameof(Methods))]
    public void Trials_OfOneFile_AreTheSameWheneverItIsRead_AndOthersWithAnotherSeed(string method)
    {
        var (once, again) = (Parse(method), Parse(method));

        Assert.Equal((30, once.Id), (once.TrialCount, again.Id));
        Assert.Equal(Hashes(once), Hashes(again));
        Assert.Equal(30, Hashes(once).Distinct().Count());
        var other = SweepYaml.Parse($"method: {method}\n{Space.Replace("seed: 4", "seed: 5", StringComparison.Ordinal)}");
        Assert.NotEqual(once.Id, other.Id);
        Assert.Empty(Hashes(once).Intersect(Hashes(other)));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Draws_KeepToTheirRanges(string method)
    {
        var recipes = Enumerable.Range(0, 30).Select(Parse(method).RecipeOf).ToList();

        Assert.All(recipes, recipe => Assert.InRange(recipe.LearningRate, 0.001, 1));
        Assert.All(recipes, recipe => Assert.InRange(recipe.Temperature, 0.05, 1));
        Assert.All(recipes, recipe => Assert.Equal((0, true), (recipe.BatchSize % 16, recipe.BatchSize is >= 16 and <= 128)));
        // Of a logarithmic scale half lies below the geometric middle, which a linear one would hardly ever reach.
        Assert.InRange(recipes.Count(recipe => recipe.LearningRate < 0.0316), 8, 22);
    }

    [Fact]
    public void Draw_OfASetting_HangsOnNoOtherSetting()
    {
        var (all, less) = (Parse("random"), SweepYaml.Parse($"method: random\n{Without("temperature")}"));

        Assert.Equal(
            Enumerable.Range(0, 30).Select(index => all.RecipeOf(index).LearningRate),
            Enumerable.Range(0, 30).Select(index => less.RecipeOf(index).LearningRate));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Space_ThatCanBeCounted_IsDrawnToItsExactEnd(string method)
    {
        var sweep = SweepYaml.Parse(
            $"name: s\nmethod: {method}\nsearch: {{trials: 24}}\nparameters: {{temperature: {{values: "
                + $"[0.1, 0.2, 0.3]}}, epochs: {{min: 1, max: 8}}}}");

        Assert.Equal(24, Hashes(sweep).Distinct().Count());
        Assert.Equal(24, sweep.TrialCount);
    }

    [Fact]
    public void Configurations_AreTrainedOnceASeed_AndRulesHoldForAll()
    {
        var sweep = SweepYaml.Parse(
            """
            name: s
            method: random
            search: {trials: 40}
            repeats: {seeds: [1, 2]}
            zip: [[epochs, learning_rate]]
            constraints: ["batch_size <= 64 or temperature > 0.5"]
            parameters:
              epochs: {values: [10, 20]}
              learning_rate: {values: [0.2, 0.1]}
              temperature: {min: 0.1, max: 1}
              batch_size: {min: 8, max: 256, scale: log}
              contrastive_loss: {values: [sc, mpsc], probabilities: [0.7, 0.3]}
              prototypes_per_class: {values: [2, 3, 4], when: {contrastive_loss: mpsc}}
            """);

        Assert.Equal((80, 40L), (sweep.TrialCount, Enumerable.Range(0, 80).Select(sweep.ConfigurationOf).Distinct().LongCount()));
        for (var index = 0; index < 80; index++)
        {
            var recipe = sweep.RecipeOf(index);
            Assert.True(recipe.BatchSize <= 64 || recipe.Temperature > 0.5);
            Assert.Equal(recipe.Epochs == 10 ? 0.2 : 0.1, recipe.LearningRate);
            Assert.Equal(
                $"{recipe.ContrastiveLoss}" is not "Mpsc",
                sweep.ParametersOf(index).Single(value => value.Key == "prototypes_per_class").IsInactive);
            Assert.Equal(index < 40 ? 1 : 2, recipe.Seed);
        }

        Assert.InRange(Enumerable.Range(0, 40).Count(index => $"{sweep.RecipeOf(index).ContrastiveLoss}" is "Mpsc"), 4, 22);
    }

    [Fact]
    public void Distribution_WithoutEnds_LeavesOutWhatTheSettingCannotBe()
    {
        var sweep = SweepYaml.Parse(
            "name: s\nmethod: random\nsearch: {trials: 200}\nparameters: {temperature: {distribution: normal, mu: 0.1, sigma: 0.3}}");

        Assert.All(Enumerable.Range(0, 200), index => Assert.True(sweep.RecipeOf(index).Temperature > 0));
    }

    [Fact]
    public void Wandb_OfARandomSearch_IsReadAsItIs()
    {
        var sweep = SweepYaml.Parse(
            """
            program: train.py
            method: random
            run_cap: 12
            metric: {name: val_acc, goal: maximize}
            parameters:
              lr: {distribution: log_uniform_values, min: 0.001, max: 0.1}
              weight_decay: {distribution: q_log_uniform_values, q: 0.0001, min: 0.0001, max: 0.01}
              batch_size: {distribution: q_uniform, q: 8, min: 8, max: 64}
              epochs: {min: 2, max: 6}
            """);

        Assert.Equal((SearchMethod.Random, 12, null), (sweep.Method, sweep.TrialCount, sweep.Budget.MaxTrials));
        Assert.All(Enumerable.Range(0, 12), index => Assert.Equal(0, sweep.RecipeOf(index).BatchSize % 8));
        Assert.All(Enumerable.Range(0, 12), index => Assert.InRange(sweep.RecipeOf(index).Epochs, 2, 6));
        Assert.All(
            Enumerable.Range(0, 12),
            index =>
                Assert.Equal(0, Math.Round(sweep.RecipeOf(index).WeightDecay * 10_000) - sweep.RecipeOf(index).WeightDecay * 10_000, 6));
    }

    [Fact]
    public void Determined_OfARandomSearch_IsReadAsItIs()
    {
        var sweep = SweepYaml.Parse(
            """
            name: s
            entrypoint: train.py
            searcher: {name: random, metric: top1, smaller_is_better: false, max_trials: 7, max_length: {epochs: 3}}
            hyperparameters: {learning_rate: {type: double, minval: 0.01, maxval: 0.5}, batch_size: {type: int, minval: 8, maxval: 32}}
            """);

        Assert.Equal((SearchMethod.Random, 7, 3), (sweep.Method, sweep.TrialCount, sweep.RecipeOf(6).Epochs));
    }

    [Theory]
    [InlineData("method: random\nparameters: {temperature: {min: 0.1, max: 1}}", 2, "search", "write search: {trials: 50}")]
    [
        InlineData(
            "method: random\nsearch: {trials: 7}\nparameters: {temperature: {values: [0.1, 0.2]}}",
            3,
            "search.trials",
            "all 2 configurations of the space are taken; ask for fewer"),
    ]
    [
        InlineData(
            "method: random\nsearch: {trials: 7}\nrun_cap: 8\nparameters: {temperature: {min: 0.1, max: 1}}",
            4,
            "run_cap",
            "is the same as 'search.trials' in line 3"),
    ]
    [InlineData("method: random\nsearch: {trials: 7}\nrecipe: {epochs: 1}", 1, "parameters", "nothing is drawn")]
    [InlineData("method: random\nsearch: {trials: 0}\nparameters: {temperature: {min: 0.1, max: 1}}", 3, "search.trials", "whole number")]
    [
        InlineData(
            "method: random\nsearch: {trials: 7}\nparameters: {temperature: {min: 1, max: 0.1}}",
            4,
            "parameters.temperature.max",
            "must be more than the lower end, 1"),
    ]
    [
        InlineData(
            "method: random\nsearch: {trials: 7}\nparameters: {weight_decay: {min: 0, max: 1, scale: log}}",
            4,
            "parameters.weight_decay.min",
            "has no logarithm"),
    ]
    [
        InlineData(
            "method: random\nsearch: {trials: 7}\nparameters: {batch_size: {min: 16, max: 100, step: 16}}",
            4,
            "parameters.batch_size.step",
            "does not divide the range from 16 to 100: end it at 96"),
    ]
    [
        InlineData(
            "method: random\nsearch: {trials: 7}\nparameters: {temperature: {min: 0.1}}", 4, "parameters.temperature.max", "is missing"),
    ]
    [
        InlineData(
            "method: random\nsearch: {trials: 7}\nparameters: {contrastive_loss: {min: 1, max: 2}}",
            4,
            "parameters.contrastive_loss.min",
            "is no number"),
    ]
    [
        InlineData(
            "method: random\nsearch: {trials: 7}\nparameters: {epochs: {values: [1, 2], probabilities: [0.5, 0.6]}}",
            4,
            "parameters.epochs.probabilities",
            "add up to 1.1, not to 1"),
    ]
    [
        InlineData(
            "method: random\nsearch: {trials: 7}\nzip: [[epochs, temperature]]\nparameters: {epochs: {values: "
                + "[1, 2]}, temperature: {min: 0.1, max: 1}}",
            5,
            "parameters.temperature",
            "is drawn from a range, so it cannot advance with others"),
    ]
    [
        InlineData(
            "method: random\nsearch: {trials: 7}\nparameters: {temperature: {min: 0.1, max: 1}, epochs: {values: "
                + "[1, 2], when: {temperature: 0.1}}}",
            4,
            "parameters.epochs.when.temperature",
            "is drawn from a range, so no value of it decides"),
    ]
    [
        InlineData(
            "method: random\nsearch: {trials: 7}\nconstraints: [\"temperature > 2\"]\nparameters: {temperature: {min: 0.1, max: 1}}",
            3,
            "search.trials",
            "the constraints forbid each of 10,000 points"),
    ]
    [InlineData("search: {trials: 7}\nparameters: {epochs: {values: [1, 2]}}", 2, "search.trials", "is for methods that draw")]
    public void Parse_OfAMistake_NamesItsLineItsPathAndTheRemedy(string rest, int line, string path, string remedy)
    {
        var problem = Assert.Single(SweepYaml.Problems($"name: s\n{rest}"));

        Assert.Equal((line, path), (problem.Line, problem.Path));
        Assert.Contains(remedy, problem.Message, StringComparison.Ordinal);
    }

    private static SweepDefinition Parse(string method) => SweepYaml.Parse($"method: {method}\n{Space}");

    private static string Without(string setting) =>
        string.Join(
            '\n',
            Space.Split('\n')
                .Where(line =>
                    !line.TrimStart().StartsWith(string.Create(CultureInfo.InvariantCulture, $"{setting}:"), StringComparison.Ordinal)));

    private static List<string> Hashes(SweepDefinition sweep) =>
        [.. Enumerable.Range(0, sweep.TrialCount).Select(index => sweep.Trial(index).ContentHash)];
}
