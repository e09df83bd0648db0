using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Search;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Sweeps.Tests.Definition;

/// <summary>Sweeps whose search chooses by results: the choices are a function of the file and the results, whatever happens.</summary>
public sealed class ChosenSweepTests(ITestOutputHelper output)
{
    private const string Space =
        """
        parameters:
          learning_rate: {min: 0.001, max: 1, scale: log}
          temperature: {min: 0.05, max: 1}
          contrastive_loss: {values: [sc, psc]}
          prototypes_per_class: {min: 1, max: 8, when: {contrastive_loss: psc}}
        recipe: {epochs: 9, dataset: synthetic}
        """;

    private static readonly Dictionary<string, string> Files = new()
    {
        ["tpe"] = $"name: s\nmethod: tpe\nsearch: {{trials: 40, seed: 3}}\n{Space}",
        ["tpe with seeds"] = $"name: s\nmethod: tpe\nsearch: {{trials: 20, lag: 0}}\nrepeats: {{seeds: [1, 2]}}\n{Space}",
        ["tpe halved"] =
            $"name: s\nmethod: tpe\nsearch: {{trials: 60}}\nearly_stopping: {{type: halving, eta: 3, min_epochs: 1}}\n{Space}",
        ["random in brackets"] =
            $"name: s\nmethod: random\nsearch: {{trials: 50}}\nearly_stopping: {{eta: 3, brackets: standard}}\n{Space}",
        ["grid halved"] =
            "name: s\nearly_stopping: {eta: 2, min_epochs: 2}\nrecipe: {epochs: 8}\n"
            + "parameters: {temperature: {values: [0.1, 0.2, 0.3, 0.4, 0.5]}, learning_rate: {values: [0.1, 0.2, 0.3, 0.4]}}\n",
        ["random halved with controls"] = $"name: s\nmethod: random\nsearch: {{trials: 30}}\n"
            + $"early_stopping: {{eta: 3, min_epochs: 1, controls: 3}}\n{Space}",
        ["median"] = $"name: s\nmethod: tpe\nsearch: {{trials: 24}}\nearly_stopping: {{type: median, min_epochs: 3}}\n{Space}",
        ["racing"] = $"name: s\nmethod: random\nsearch: {{trials: 12}}\nearly_stopping: {{type: racing}}\n"
            + $"repeats: {{seeds: [0, 1, 2, 3, 4, 5]}}\n{Space}",
    };

    public static TheoryData<string> Names => [.. Files.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Trials_WithAnyOrderOfArrivalAnySlotsAndRestarts_AreTheSame(string name)
    {
        const int seed = 17;
        var rounds = SlowTests.AreAsked ? 40 : 10;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var expected = Run(SweepYaml.Parse(Files[name]), new Random(0), slots: 1, restarts: 0);

        for (var round = 0; round < rounds; round++)
            Assert.Equal(expected, Run(SweepYaml.Parse(Files[name]), random, random.Next(1, 12), random.Next(4)));
    }

    [Fact]
    public void Sweep_ThatIsHalved_HasATrialForEachTrainingToARung()
    {
        var sweep = SweepYaml.Parse(Files["tpe halved"]);

        // 60 configurations in cohorts of 27 and more: a third of each goes on, rounded down.
        Assert.Equal([1, 3, 9], sweep.Chosen!.Rungs);
        Assert.Equal(60 + 20 + 6, sweep.TrialCount);
        Assert.Contains("60 configurations chosen by TPE x 1 seed(s), halved: 60 of 1 epoch,", sweep.Expansion, StringComparison.Ordinal);
        Assert.Equal([1, 3, 9], Enumerable.Range(0, sweep.TrialCount).Select(index => sweep.RecipeOf(index).Epochs).Distinct().Order());
    }

    [Fact]
    public void Trial_BeforeItsChoice_HasOpenSettings()
    {
        var sweep = SweepYaml.Parse(Files["tpe"]);

        Assert.All(sweep.ParametersOf(30), parameter => Assert.True(parameter.IsOpen));
        sweep.Chosen!.ChooseFirst();
        Assert.True(sweep.ParametersOf(30)[0].IsOpen);
        Assert.False(sweep.ParametersOf(0)[0].IsOpen);
        Assert.NotNull(sweep.Chosen.DrawOf(0));
        Assert.Null(sweep.Anew().Chosen!.DrawOf(0));
    }

    [Fact]
    public void Choice_OfAnInactiveSetting_IsADash()
    {
        var sweep = SweepYaml.Parse(Files["tpe"]);
        sweep.Chosen!.ChooseFirst();
        var parameters = Enumerable.Range(0, 4).Select(sweep.ParametersOf).ToList();

        Assert.All(parameters, trial => Assert.Equal(trial[2].Value == "sc", trial[3].IsInactive));
        Assert.Equal(
            new Recipe().PrototypesPerClass,
            sweep.RecipeOf(parameters.Index().First(trial => trial.Item[2].Value == "sc").Index).PrototypesPerClass);
    }

    [Fact]
    public void Id_IsAnother_WhereTheSearchIsAnother()
    {
        var sweeps = new[]
        {
            Files["tpe"],
            Files["tpe"].Replace("seed: 3", "seed: 4", StringComparison.Ordinal),
            Files["tpe"].Replace("seed: 3", "seed: 3, lag: 2", StringComparison.Ordinal),
            Files["tpe"].Replace("trials: 40", "trials: 41", StringComparison.Ordinal),
            Files["tpe"].Replace("max: 8", "max: 9", StringComparison.Ordinal),
            Files["tpe"].Replace("when: {contrastive_loss: psc}", "when: {contrastive_loss: sc}", StringComparison.Ordinal),
            Files["tpe"] + "\nconstraints: [temperature < 0.5]\n",
            Files["tpe halved"],
            Files["tpe halved"].Replace("eta: 3", "eta: 2", StringComparison.Ordinal),
        };

        Assert.Equal(sweeps.Length, sweeps.Select(yaml => SweepYaml.Parse(yaml).Id).Distinct().Count());
        Assert.Equal(SweepYaml.Parse(Files["tpe"]).Id, SweepYaml.Parse(Files["tpe"] + "\nmax_concurrent_trials: 3\n").Id);
    }

    [Theory]
    [InlineData("early_stopping: {eta: 1}", 2, "early_stopping.eta", "lets every configuration go on")]
    [InlineData("early_stopping: {min_epochs: 0}", 2, "early_stopping.min_epochs", "trains nothing to compare")]
    [InlineData("early_stopping: {min_epochs: 10}", 2, "early_stopping.min_epochs", "lies beyond the end of a training, 9 epochs")]
    [InlineData("early_stopping: {min_epochs: 9}", 2, "early_stopping.min_epochs", "leaves one rung")]
    [InlineData("early_stopping: {type: pbt}", 2, "early_stopping.type", "is not a type of early stopping")]
    [InlineData("early_stopping: {type: racing}", 2, "early_stopping.type", "a race needs more than 4 seeds")]
    [InlineData("early_stopping: {type: median, eta: 3}", 2, "early_stopping.eta", "has no effect with type median")]
    [InlineData("early_stopping: {metric: train_loss}", 2, "early_stopping.metric", "name a metric that goes the same way")]
    [InlineData("early_stopping: {metric: val_top1}", 2, "early_stopping.metric", "no trial has any: write recipe")]
    [InlineData("early_stopping: {brackets: many}", 2, "early_stopping.brackets", "is not a choice of brackets")]
    [InlineData("early_stopping: {controls: 21, min_epochs: 1}", 2, "early_stopping.controls", "more than the 20 configurations")]
    [InlineData("early_stopping: {type: median, controls: 2}", 2, "early_stopping.controls", "has no effect with type median")]
    [InlineData("early_stopping: {max_iter: 9}", 2, "early_stopping.s", "is missing")]
    [InlineData("search: {lag: -1}", 2, "search.lag", "is not a whole number of at least 0")]
    public void EarlyStopping_ThatCannotBe_IsRefused(string line, int at, string path, string message)
    {
        var problem = Assert.Single(SweepYaml.Problems(
            $"name: s\n{line}\nmethod: random\nrecipe: {{epochs: 9}}\nparameters: {{temperature: {{min: 0.1, max: 1}}}}\n"
                + (line.StartsWith("search", StringComparison.Ordinal) ? "run_cap: 30\n" : "search: {trials: 30}\n")));

        Assert.Equal((at, path), (problem.Line, problem.Path));
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rungs_InMidSchedule_HaveAWarning_UnlessTheyAreJudgedByTheFeatures()
    {
        static List<string> Notices(string rest) =>
        [
            .. SweepYaml.Parse($"name: s\nmethod: random\nsearch: {{trials: 30}}\nearly_stopping: {{{rest}}}\nmetric: {{name: val_top1}}\n"
                + "recipe: {epochs: 9, validation: 10}\nparameters: {temperature: {min: 0.1, max: 1}}\n")
                .Warnings.Where(notice => notice.Path.StartsWith("early_stopping", StringComparison.Ordinal))
                .Select(notice => notice.Message),
        ];

        Assert.Contains("epoch 1 of 9, α is 0.99", Assert.Single(Notices("fidelity: epochs")), StringComparison.Ordinal);
        Assert.Empty(Notices("fidelity: epochs, metric: val_knn"));
        Assert.Empty(Notices("fidelity: schedule"));
    }

    [Fact]
    public void Search_ThatComparesWhatCannotBeCompared_IsRefused()
    {
        Assert.Contains(
            "differs between trials",
            SweepYaml.Problem("method: random\nsearch: {trials: 9}\nearly_stopping: {}\n"
                + "parameters: {epochs: {values: [4, 8]}, temperature: {min: 0.1, max: 1}}\n").Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "results on different data cannot be compared",
            SweepYaml.Problem("method: tpe\nsearch: {trials: 9}\nparameters: {dataset: {values: [cifar10, cifar100]}, "
                + "temperature: {min: 0.1, max: 1}}\n").Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "the space has 2 configurations, fewer than 3",
            SweepYaml.Problem("method: tpe\nsearch: {trials: 3}\nparameters: {temperature: {values: [0.1, 1]}}\n").Message,
            StringComparison.Ordinal);
    }

    /// <summary>Every trial's hash and choice, after slots have ended trials in a random order and the search was restarted.</summary>
    private static List<string> Run(SweepDefinition sweep, Random random, int slots, int restarts)
    {
        var (results, running, recorded) = (new double?[sweep.TrialCount], new List<int>(), new Dictionary<int, TrialDraw>());
        while (results.Any(result => result is null))
        {
            while (running.Count < slots && Ready() is { } ready)
            {
                var draw = sweep.Chosen!.Choose(ready, trial => results[trial] ?? throw new InvalidOperationException($"asks for {trial}"));
                recorded.Add(ready, draw);
                sweep.Chosen.Keep(ready, draw);
                if (draw.IsTrained) running.Add(ready);
                else results[ready] = double.NaN;
            }

            if (running.Count == 0) continue;
            var ended = random.Next(running.Count);
            results[running[ended]] = Result(sweep.RecipeOf(running[ended]), running[ended]);
            running.RemoveAt(ended);
            if (restarts == 0 || random.Next(12) > 0) continue;
            restarts--;
            sweep = sweep.Anew();
            foreach (var (trial, draw) in recorded) sweep.Chosen!.Keep(trial, draw);
        }

        return
        [
            .. Enumerable.Range(0, sweep.TrialCount).Select(index =>
                $"{sweep.Trial(index).ContentHash} {sweep.Chosen!.DrawOf(index)!.Basis} {sweep.Chosen.DrawOf(index)!.After}"),
        ];

        // The lowest, as a sweep gives them out; a trial that is taken off the search is no reason to stop the others.
        int? Ready()
        {
            for (var trial = 0; trial < results.Length; trial++)
            {
                if (sweep.Chosen!.DrawOf(trial) is not null) continue;
                if (sweep.Chosen.Needs(trial).All(span => results.AsSpan(span.From, span.Until - span.From).IndexOf((double?)null) < 0))
                    return trial;
            }

            return null;
        }
    }

    /// <summary>A trial in nine fails.</summary>
    private static double Result(Recipe recipe, int index) => index % 9 == 4 ? double.NaN
        : Math.Round(1 - Math.Abs(Math.Log10(recipe.LearningRate) + 1) / 4 - recipe.Temperature / 10 + recipe.Epochs / 100.0, 3);
}
