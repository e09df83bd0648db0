using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Sweeps.Tests.Definition;

/// <summary>What makes trials and sweeps the same. The constants hold old results and new ones together: never change them
/// lightly.</summary>
public sealed class FingerprintTests
{
    private const string Grid =
        """
        name: grid
        metric: {name: top1}
        parameters:
          imbalance: {values: [10, 100]}
          temperature: {values: [0.1, 0.5]}
        repeats: {seeds: [0, 1]}
        recipe: {weight_decay: 0.0005, epochs: 6, lr_milestones: [0.5, 0.75]}
        """;

    private const string Rules =
        """
        name: grid
        zip: [[imbalance, temperature]]
        constraints: [prototypes_per_class * imbalance < 300]
        parameters:
          imbalance: {values: [10, 100]}
          temperature: {min: 0.1, max: 0.5, count: 2}
          contrastive_loss: {values: [sc, mpsc]}
          prototypes_per_class: {values: [1, 4], when: {contrastive_loss: mpsc}}
        """;

    [Fact]
    public void ContentHash_OfKnownTrials_IsTheCommittedOne()
    {
        var sweep = SweepYaml.Parse(Grid);

        Assert.Equal("f59f93a0d15b27345e9c4d2714ff2e8053e0607601dbcdedd757f64395194928", SweepYaml.Parse("name: s").Trial(0).ContentHash);
        Assert.Equal("c0d2955e8ff16d19bd75435012836d493a5b9cc966b449fb6ca295e4a494aa98", sweep.Trial(0).ContentHash);
        Assert.Equal("grid-259321b9", sweep.Id);
        Assert.Equal("grid-4a89f3d6", SweepYaml.Parse(Rules).Id);
    }

    [Theory]
    // Another order of keys, comments, and other spellings of the same numbers.
    [InlineData("recipe: {lr_milestones: [ .5, 7.5e-1 ], epochs: 6.0, weight_decay: 5e-4}")]
    [InlineData("# a comment\nrecipe:\n  epochs: 6 # another\n  lr_milestones:\n    - 0.50\n    - 0.75\n  weight_decay: +0.00050")]
    // Settings at their defaults.
    [InlineData("recipe: {weight_decay: 0.0005, epochs: 6, lr_milestones: [0.5, 0.75], imbalance: 100, contrastive_loss: sc, seed: 0}")]
    // Fixed by a parameter.
    [InlineData("recipe: {epochs: 6, lr_milestones: [0.5, 0.75]}\nparameters: {weight_decay: {value: 0.0005}}")]
    public void ContentHash_OfTheSameRecipeSpelledOtherwise_IsTheSame(string text)
    {
        var (one, other) = (
            SweepYaml.Named("recipe: {weight_decay: 0.0005, epochs: 6, lr_milestones: [0.5, 0.75]}"), SweepYaml.Named(text));

        Assert.Equal(one.Trial(0).ContentHash, other.Trial(0).ContentHash);
        Assert.Equal(one.Id, other.Id);
    }

    [Theory]
    [InlineData("0.10")]
    [InlineData("1e-1")]
    [InlineData("10E-2")]
    [InlineData(".1")]
    [InlineData("'0.1'")]
    public void ContentHash_OfANumberSpelledOtherwise_IsTheSame(string number)
    {
        var (one, other) = (
            SweepYaml.Named("parameters: {lr_decay: {values: [0.1, 0.2]}}"),
            SweepYaml.Named($"parameters: {{lr_decay: {{values: [{number}, 0.2]}}}}"));

        Assert.Equal("0.1", other.Trial(0).Parameters[0].Value);
        Assert.Equal((one.Trial(0).ContentHash, one.Id), (other.Trial(0).ContentHash, other.Id));
    }

    [Fact]
    public void ContentHash_OfASweptAndAFixedSetting_IsTheSame() => Assert.Equal(
        SweepYaml.Named("recipe: {epochs: 7, seed: 2}").Trial(0).ContentHash,
        SweepYaml.Named("parameters: {epochs: {values: [6, 7]}}\nrepeats: {seeds: [1, 2]}").Trial(3).ContentHash);

    [Fact]
    public void ContentHash_OfEveryTrial_IsItsOwn()
    {
        var sweep = SweepYaml.Parse(Grid);

        Assert.Equal(8, Enumerable.Range(0, sweep.TrialCount).Select(index => sweep.Trial(index).ContentHash).Distinct().Count());
    }

    [Fact]
    public void ContentHash_OfEachSettingChanged_Differs()
    {
        var plain = SweepYaml.Parse("name: s").Trial(0).ContentHash;
        foreach (var setting in RecipeSchema.Settings)
        {
            var other = setting.Kind switch
            {
                SettingKind.Switch or SettingKind.Choice => setting.Choices.First(choice => choice != setting.Default),
                SettingKind.NumberList => "[0.25, 0.5]",
                SettingKind.WholeNumber => "13",
                _ => setting.Key == "imbalance" ? "2" : "0.25",
            };

            Assert.NotEqual(plain, SweepYaml.Named($"recipe: {{{setting.Key}: {other}}}").Trial(0).ContentHash);
        }
    }

    [Theory]
    [InlineData("description: other")]
    [InlineData("labels: [other]")]
    [InlineData("max_concurrent_trials: 2")]
    [InlineData("max_restarts: 9")]
    [InlineData("checkpoint: {every_epochs: 2, keep: 5}")]
    [InlineData("resources: {cpus: 2, priority: 3, weight: 2, max_slots: 1}")]
    [InlineData("budget: {max_trials: 2, max_duration: 1h}")]
    [InlineData("reuse: false")]
    [InlineData("method: grid")]
    public void Id_WithWhatDecidesNoResult_StaysTheSame(string text) =>
        Assert.Equal(SweepYaml.Parse(Grid).Id, SweepYaml.Parse(Grid + "\n" + text).Id);

    [Theory]
    [InlineData("name: top1", "name: few")]
    [InlineData("name: top1", "name: top1, goal: minimize")]
    [InlineData("[10, 100]", "[100, 10]")]
    [InlineData("[10, 100]", "[10, 100, 200]")]
    [InlineData("seeds: [0, 1]", "seeds: [0, 2]")]
    [InlineData("epochs: 6", "epochs: 7")]
    [InlineData("name: grid", "name: grid-2")]
    public void Id_WithWhatDecidesTheTrials_Changes(string old, string changed) =>
        Assert.NotEqual(SweepYaml.Parse(Grid).Id, SweepYaml.Parse(Grid.Replace(old, changed, StringComparison.Ordinal)).Id);

    [Theory]
    [InlineData("zip: [[imbalance, temperature]]")]
    [InlineData("constraints: [temperature * imbalance < 20]")]
    public void Id_WithARuleThatChangesTheTrials_Changes(string rule) =>
        Assert.NotEqual(SweepYaml.Parse(Grid).Id, SweepYaml.Parse(Grid + "\n" + rule).Id);

    [Fact]
    public void Id_WithACondition_Changes() => Assert.NotEqual(
        SweepYaml.Parse(Grid).Id,
        SweepYaml.Parse(Grid.Replace("[0.1, 0.5]", "[0.1, 0.5], when: {imbalance: 10}", StringComparison.Ordinal)).Id);

    [Theory]
    [InlineData("constraints: [temperature < 20]", "")]
    [InlineData("constraints: [temperature * imbalance < 20]", "constraints: [not (temperature > 0.3 and imbalance > 50)]")]
    public void Id_WithConstraintsThatForbidTheSame_IsTheSame(string one, string other) =>
        Assert.Equal(SweepYaml.Parse(Grid + "\n" + one).Id, SweepYaml.Parse(Grid + "\n" + other).Id);
}
