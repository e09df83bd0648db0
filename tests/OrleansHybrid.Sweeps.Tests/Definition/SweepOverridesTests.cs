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
        Assert.All((string[])["epochs", "recipe.epochs", "name", "parameters.temperature.values", "repeats.seeds"], key => Assert.True(SweepOverrides.ChangesTrials(key)));
        Assert.All((string[])["priority", "max-slots", "checkpoint.keep", "budget.max_trials", "description"], key => Assert.False(SweepOverrides.ChangesTrials(key)));
    }

    private static SweepDefinition Parse(params string[] settings) => SweepDefinition.Parse(SweepOverrides.Apply(Yaml, settings), "some.yaml");
}
