using OrleansHybrid.Sweeps.Definition;

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

        Assert.Equal(3, SweepDefinition.Parse(limited, "some.yaml").Share.MaxSlots);
        Assert.Null(SweepDefinition.Parse(SweepOverrides.Apply(limited, ["max-slots=null"]), "some.yaml").Share.MaxSlots);
    }

    [Fact]
    public void Apply_OfWhatChangesNoTrial_KeepsTheSweepsId() =>
        Assert.Equal(SweepDefinition.Parse(Yaml, "some.yaml").Id, Parse("priority=7", "description=other", "save-trial-best=1").Id);

    [Theory]
    [InlineData("epochs", "write key=value")]
    [InlineData("prioirty=3", "did you mean 'priority'")]
    [InlineData("temprature=[0.1]", "did you mean 'temperature'")]
    [InlineData("epochs=[1", "not valid YAML")]
    public void Apply_OfAMistake_SaysWhatToWrite(string setting, string remedy) =>
        Assert.Contains(remedy, Assert.Throws<ArgumentException>(() => SweepOverrides.Apply(Yaml, [setting])).Message, StringComparison.Ordinal);

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
            "priority", "max-slots", "checkpoint.keep", "budget.max_trials", "description", "run_cap", "searcher.max_concurrent_trials", "checkpoint_storage.keep",
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
        var options = SweepDefinition.Parse(SweepOverrides.Apply(Determined, settings), "theirs.yaml");
        var trials = SweepDefinition.Parse(SweepOverrides.Apply(Determined, ["temperature=0.2", "hyperparameters.batch_size=32"]), "theirs.yaml");

        Assert.Equal((2, 3, 4, 5), (options.MaxConcurrentTrials, options.Checkpoint.SaveSweepBest, options.Checkpoint.Keep, options.Budget.MaxTrials));
        Assert.Equal(SweepDefinition.Parse(Determined, "theirs.yaml").Id, options.Id);
        Assert.Equal((0.2, 32, 1), (trials.Recipe.Temperature, trials.Recipe.BatchSize, trials.TrialCount));
    }

    private static SweepDefinition Parse(params string[] settings) => SweepDefinition.Parse(SweepOverrides.Apply(Yaml, settings), "some.yaml");
}
