using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Definition.Yaml;

namespace OrleansHybrid.Sweeps.Tests.Definition;

public class SweepOverridesTests
{
    private const string Yaml =
        """
        name: some   # a comment
        parameters:
          temperature: {values: [0.1, 0.5]}
        recipe: {epochs: 5, batch_size: 64}
        """;

    [Fact]
    public void Apply_FixesSweepsAndSets()
    {
        var sweep = Parse("epochs=7", "temperature=0.2", "batch-size=[32, 64, 128]", "priority=3", "checkpoint.keep=4", "max-concurrent=2");

        Assert.Equal((7, 0.2), (sweep.Recipe.Epochs, sweep.Recipe.Temperature));
        Assert.Equal(["batch_size"], sweep.Axes.Select(axis => axis.Key));
        Assert.Equal((3, 3, 4, 2), (sweep.TrialCount, sweep.Share.Priority, sweep.Checkpoint.Keep, sweep.MaxConcurrentTrials));
    }

    [Fact]
    public void Apply_OfNull_TakesBackWhatTheFileSays()
    {
        var limited = SweepOverrides.Apply(Yaml, ["max_slots=3"]);

        Assert.Equal(3, new SweepText(limited, "some.yaml").Parse().Share.MaxSlots);
        Assert.Null(new SweepText(SweepOverrides.Apply(limited, ["max-slots=null"]), "some.yaml").Parse().Share.MaxSlots);
    }

    [Fact]
    public void Apply_OfWhatChangesNoTrial_KeepsTheSweepsId() =>
        Assert.Equal(new SweepText(Yaml, "some.yaml").Parse().Id, Parse("priority=7", "description=other", "save-trial-best=1").Id);

    [Theory]
    [InlineData("epochs", "write key=value")]
    [InlineData("prioirty=3", "did you mean 'priority'")]
    [InlineData("temprature=[0.1]", "did you mean 'temperature'")]
    [InlineData("epochs=[1", "not valid YAML")]
    public void Apply_OfAMistake_SaysWhatToWrite(string setting, string remedy) =>
        Assert.Contains(
            remedy, Assert.Throws<ArgumentException>(() => SweepOverrides.Apply(Yaml, [setting])).Message, StringComparison.Ordinal);

    [Fact]
    public void ChangesTrials_OfSettingsOnly()
    {
        string[] changing =
        [
            "epochs", "recipe.epochs", "name", "parameters.temperature.values", "parameters.x", "repeats.seeds",
            "hyperparameters", "hyperparameters.x", "searcher", "searcher.name", "searcher.metric", "searcher.max_length.epochs",
        ];
        Assert.All(changing, key => Assert.True(SweepOverrides.ChangesTrials(key)));
        string[] others =
        [
            "priority", "max-slots", "checkpoint.keep", "budget.max_trials", "description", "run_cap", "searcher.max_concurrent_trials",
            "checkpoint_storage.keep",
        ];
        Assert.All(others, key => Assert.False(SweepOverrides.ChangesTrials(key)));
    }

    [Fact]
    public void Apply_ToADeterminedFile_FindsWhatItSaysInItsOwnWords()
    {
        const string Determined =
            """
            name: theirs
            hyperparameters:
              temperature: {type: categorical, vals: [0.1, 0.5]}
            searcher: {name: grid, metric: top1, max_concurrent_trials: 8}
            checkpoint_storage: {type: shared_fs, save_experiment_best: 2}
            run_cap: 9
            """;

        string[] settings = ["max-concurrent=2", "save-sweep-best=3", "checkpoint.keep=4", "max_trials=5"];
        var options = new SweepText(SweepOverrides.Apply(Determined, settings), "theirs.yaml").Parse();
        var trials = new SweepText(
            SweepOverrides.Apply(Determined, ["temperature=0.2", "hyperparameters.batch_size=32"]), "theirs.yaml").Parse();

        Assert.Equal(
            (2, 3, 4, 5),
            (options.MaxConcurrentTrials, options.Checkpoint.SaveSweepBest, options.Checkpoint.Keep, options.Budget.MaxTrials));
        Assert.Equal(new SweepText(Determined, "theirs.yaml").Parse().Id, options.Id);
        Assert.Equal((0.2, 32, 1), (trials.Recipe.Temperature, trials.Recipe.BatchSize, trials.TrialCount));
    }

    [Theory]
    // A setting under another tool's name.
    [InlineData("entrypoint: a\nhyperparameters: {global_batch_size: 64}", "batch_size=32", "recipe: {batch_size: 32}")]
    [InlineData("method: grid\nparameters: {lr: {values: [0.1, 0.2]}}", "learning_rate=0.4", "recipe: {learning_rate: 0.4}")]
    [
        InlineData(
            "method: grid\nparameters: {optimizer: {parameters: {lr: {values: [0.1, 0.2]}}}}", "lr=0.4", "recipe: {learning_rate: 0.4}"),
    ]
    [
        InlineData(
            "parameters: {lr: {values: [0.1, 0.2]}}",
            "parameters.learning_rate.values=[0.3, 0.4]",
            "parameters: {learning_rate: {values: [0.3, 0.4]}}"),
    ]
    [
        InlineData(
            "parameters: {temperature: {min: 0.1, max: 0.5, count: 3}}",
            "parameters.temperature.values=[0.3, 0.4]",
            "parameters: {temperature: {values: [0.3, 0.4]}}"),
    ]
    [
        InlineData(
            "parameters: {temperature: {min: 0.1, max: 0.5, count: 3}}",
            "parameters.temperature.count=2",
            "parameters: {temperature: {values: [0.1, 0.5]}}"),
    ]
    [InlineData("recipe: {lr_milestones: [0.5]}", "lr_milestones=[0.6, 0.7]", "recipe: {lr_milestones: [0.6, 0.7]}")]
    [InlineData("", "lr_milestones=[[0.6, 0.7], [0.5]]", "parameters: {lr_milestones: {values: [[0.6, 0.7], [0.5]]}}")]
    // Two places for one thing.
    [InlineData("repeats: {seeds: [1, 2]}", "seed=3", "recipe: {seed: 3}")]
    [InlineData("repeats: {seeds: [1, 2]}", "seed=[3, 4]", "repeats: {seeds: [3, 4]}")]
    [InlineData("recipe: {seed: 1}", "seeds=[3, 4]", "repeats: {seeds: [3, 4]}")]
    [InlineData("searcher: {name: grid, metric: top1, smaller_is_better: false}", "metric.name=many", "metric: {name: many}")]
    [InlineData("searcher: {name: grid, metric: many}", "metric.goal=minimize", "metric: {name: many, goal: minimize}")]
    [
        InlineData(
            "searcher: {name: grid, metric: top1, smaller_is_better: false}", "metric={name: train_loss}", "metric: {name: train_loss}"),
    ]
    [InlineData("metric: {name: many}", "searcher.metric=few", "metric: {name: few}")]
    [InlineData("recipe: {epochs: 9}", "searcher.max_length={epochs: 3}", "recipe: {epochs: 3}")]
    [InlineData("recipe: {knn_probe: false}", "knn_probe=True", "recipe: {knn_probe: true}")]
    public void Apply_OverTheFilesOwnWords_IsWhatIsMeant(string file, string setting, string meant)
    {
        var yaml = "name: some\n" + file;

        Assert.Equal(
            new SweepText("name: some\n" + meant, "some.yaml").Parse().Id,
            new SweepText(SweepOverrides.Apply(yaml, [setting]), "some.yaml").Parse().Id);
        Assert.Equal(new SweepText("name: some\n" + meant, "some.yaml").Parse().Id, new SweepText(yaml, "some.yaml").Parse(setting).Id);
    }

    [Theory]
    [InlineData("cpus: 2", "gpus=1")]
    [InlineData("slots_per_trial: 4", "gpus=1")]
    [InlineData("cpus: 2", "slots-per-trial=1")]
    public void Apply_OfSlots_TakesBackTheOthers(string resources, string setting) =>
        Assert.Null(
            new SweepText(SweepOverrides.Apply($"name: some\nresources: {{{resources}}}", [setting]), "some.yaml").Parse().Resources.Cpus);

    [Fact]
    public void Parse_WithSettings_KeepsTheLinesOfTheFile()
    {
        const string Commented =
            """
            # A comment

            name: commented   # the name
            # what is swept
            parameters:
              # tau
              temperature: {values: [0.1, 0.5]}

            recipe:
              epochs: 3
              temprature: 0.1
            """;

        var problems = Assert.Throws<InvalidSweepException>(() =>
            new SweepText(Commented, "commented.yaml").Parse("batch_size=32", "epochs=ten", "temperature=[0.1, x]")).Problems;

        Assert.Equal(
            [(7, "parameters.temperature.values[1]"), (10, "recipe.epochs"), (11, "recipe.temprature")],
            problems.Select(problem => (problem.Line, problem.Path)));
    }

    [Fact]
    public void Apply_OfAText_ReadsBackAsTheSame()
    {
        const string Odd =
            """
            name: "123"
            description: "null"
            labels: ["~", "a: b # c", "", "- x", "'quoted'", "two\nlines", "true", " blank "]
            recipe: {lr_milestones: [0.5, 0.75]}
            """;

        var (written, read) = (new SweepText(Odd, "odd.yaml").Parse(), new SweepText(SweepOverrides.Apply(Odd, []), "odd.yaml").Parse());

        Assert.Equal((written.Id, written.Description), (read.Id, read.Description));
        Assert.Equal(written.Labels, read.Labels);
    }

    private static SweepDefinition Parse(params string[] settings) =>
        new SweepText(SweepOverrides.Apply(Yaml, settings), "some.yaml").Parse();
}
