using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Definition.Yaml;
using OrleansHybrid.Sweeps.Scheduling;
using OrleansHybrid.Sweeps.Search;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Tests.Definition;

public sealed class SweepDefinitionTests
{
    private const string Grid =
        """
        name: grid
        parameters:
          temperature: {values: [0.1, 0.5]}
          contrastive_loss: {values: [sc, psc]}
        repeats: {seeds: [7, 3]}
        recipe: {epochs: 5}
        """;

    [Fact]
    public void Parse_OfANameAlone_TakesEveryDefault()
    {
        var sweep = SweepYaml.Parse("name: s");

        Assert.Equal((SearchMethod.Grid, new("top1", Goal.Maximize), 3), (sweep.Method, sweep.Metric, sweep.MaxRestarts));
        Assert.Equal(
            (new CheckpointPolicy { EveryEpochs = 1, Keep = 2 }, new TrialResources(), null),
            (sweep.Checkpoint, sweep.Resources, sweep.MaxConcurrentTrials));
        Assert.Equal(1, sweep.TrialCount);
        Assert.Equal([0L], sweep.Seeds);
        Assert.Empty(sweep.Trial(0).Parameters);
    }

    [Fact]
    public void Parse_OfEveryKey_ReadsThemAll()
    {
        var sweep = SweepYaml.Parse(
            """
            name: full-2
            description: all of it
            labels: [a, "b, c"]
            method: grid
            metric: {name: few, goal: maximize}
            parameters: {imbalance: {values: [10, 100]}, batch_size: {value: 64}}
            repeats: {seeds: [1, 2]}
            recipe: {dataset: cifar10, psc_positive_in_denominator: true, lr_milestones: [0.5, 0.75], weight_decay: 5e-4, contrastive_loss: psc}
            max_concurrent_trials: 4
            max_restarts: 0
            checkpoint: {every_epochs: 5, keep: 1}
            resources: {gpus: 2, priority: -5, weight: 0.5, max_slots: 6}
            budget: {max_trials: 20, max_duration: 12h, max_gpu_hours: 40.5, max_trial_duration: 90m}
            reuse: false
            """);

        Assert.Equal(("full-2", "all of it"), (sweep.Name, sweep.Description));
        Assert.Equal(["a", "b, c"], sweep.Labels);
        Assert.Equal(new("few", Goal.Maximize), sweep.Metric);
        Assert.Equal("imbalance", Assert.Single(sweep.Axes).Key);
        Assert.Equal([1L, 2L], sweep.Seeds);
        Assert.Equal(
            (DatasetName.Cifar10, 64, 5e-4, true),
            (sweep.Recipe.Dataset, sweep.Recipe.BatchSize, sweep.Recipe.WeightDecay, sweep.Recipe.PscPositiveInDenominator));
        Assert.Equal([0.5, 0.75], sweep.Recipe.LrMilestones);
        Assert.Equal((4, 0), (sweep.MaxConcurrentTrials, sweep.MaxRestarts));
        Assert.Equal(
            (new CheckpointPolicy { EveryEpochs = 5, Keep = 1 }, new TrialResources(Gpus: 2)), (sweep.Checkpoint, sweep.Resources));
        Assert.Equal((new SweepShare(-5, 0.5, 6), false), (sweep.Share, sweep.Reuse));
        Assert.Equal(new Budget(20, TimeSpan.FromHours(12), 40.5, TimeSpan.FromMinutes(90)), sweep.Budget);
        Assert.Empty(sweep.Warnings);
    }

    [Theory]
    [InlineData("top1", Goal.Maximize)]
    [InlineData("best_top1", Goal.Maximize)]
    [InlineData("train_loss", Goal.Minimize)]
    public void Parse_OfAMetricWithoutGoal_KnowsWhichWayIsBetter(string metric, Goal goal) =>
        Assert.Equal(new(metric, goal), SweepYaml.Named($"metric: {{name: {metric}}}").Metric);

    [Fact]
    public void Trial_CountsWithTheLastAxisFirstAndTheSeedLast()
    {
        var sweep = SweepYaml.Parse(Grid);

        Assert.Equal(
            [
                (0.1, ContrastiveLossName.Sc, 7L), (
                    0.1, ContrastiveLossName.Psc, 7L), (0.5, ContrastiveLossName.Sc, 7L), (0.5, ContrastiveLossName.Psc, 7L),
                (0.1, ContrastiveLossName.Sc, 3L), (
                    0.1, ContrastiveLossName.Psc, 3L), (0.5, ContrastiveLossName.Sc, 3L), (0.5, ContrastiveLossName.Psc, 3L),
            ],
            Enumerable.Range(0, sweep.TrialCount)
                .Select(sweep.Trial)
                .Select(trial => (trial.Recipe.Temperature, trial.Recipe.ContrastiveLoss, trial.Recipe.Seed)));
        Assert.All(
            Enumerable.Range(0, 8),
            index => Assert.Equal((new(sweep.Id, index), 5), (sweep.Trial(index).Id, sweep.Trial(index).Recipe.Epochs)));
    }

    [Fact]
    public void Trial_ListsTheSweptSettingsInTheOrderOfTheFile() =>
        Assert.Equal([new("temperature", "0.5"), new("contrastive_loss", "sc")], SweepYaml.Parse(Grid).Trial(2).Parameters);

    [Theory]
    [InlineData(-1)]
    [InlineData(8)]
    public void Trial_OutsideTheGrid_Throws(int index) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SweepYaml.Parse(Grid).Trial(index));

    [Theory]
    [InlineData("parameters: {seed: {values: [4, 5]}, epochs: {values: [1, 2]}}")]
    [InlineData("parameters: {epochs: {values: [1, 2]}}\nrepeats: {seeds: [4, 5]}")]
    public void Seeds_SweptAsAParameter_AreRepeats(string text)
    {
        var sweep = SweepYaml.Named(text);

        Assert.Equal([4L, 5L], sweep.Seeds);
        Assert.Equal("epochs", Assert.Single(sweep.Axes).Key);
        Assert.Equal(
            [(1, 4L), (2, 4L), (1, 5L), (2, 5L)],
            Enumerable.Range(0, 4).Select(sweep.Trial).Select(trial => (trial.Recipe.Epochs, trial.Recipe.Seed)));
    }

    [Theory]
    [InlineData("recipe: {seed: 9}")]
    [InlineData("parameters: {seed: {value: 9}}")]
    [InlineData("parameters: {seed: {values: [9]}}")]
    [InlineData("repeats: {seeds: [9]}")]
    public void Seeds_GivenOnce_AreTheSameSweepHoweverWritten(string text)
    {
        var sweep = SweepYaml.Named(text);

        Assert.Equal(9, sweep.Trial(0).Recipe.Seed);
        Assert.Equal(SweepYaml.Named("recipe: {seed: 9}").Id, sweep.Id);
    }

    [Fact]
    public void Parse_OfAMillionTrials_IsAllowed()
    {
        var thousand = string.Join(", ", Enumerable.Range(2, 1000));
        var sweep = SweepYaml.Named($"parameters:\n  batch_size: {{values: [{thousand}]}}\n  epochs: {{values: [{thousand}]}}");

        Assert.Equal(1_000_000, sweep.TrialCount);
        Assert.Equal((1001, 1001), (sweep.Trial(999_999).Recipe.BatchSize, sweep.Trial(999_999).Recipe.Epochs));
    }

    [Theory]
    [InlineData("recipe: {alpha: 0.3}", 2, "recipe.alpha", "is used only where alpha_schedule is constant")]
    [
        InlineData(
            "parameters:\n  temperature: {values: [0.1, 1]}\n  contrastive_loss: {value: none}",
            3,
            "parameters.temperature",
            "and here it is none"),
    ]
    [
        InlineData(
            "recipe: {psc_positive_in_denominator: true}",
            2,
            "recipe.psc_positive_in_denominator",
            "is used only where contrastive_loss is psc"),
    ]
    [InlineData("recipe: {focal_gamma: 2}", 2, "recipe.focal_gamma", "is used only where classifier_loss is focal")]
    [InlineData(
        "recipe: {positives_per_anchor: 1}", 2, "recipe.positives_per_anchor",
        "is used only where contrastive_sampler is positives")]
    [
        InlineData(
            "recipe: {prototype_update: ema}", 2, "recipe.prototype_update",
            "is used only where contrastive_loss is psc or mpsc or bal-scl"),
    ]
    [
        InlineData(
            "recipe: {lr_milestones: [0.5], lr_schedule: cosine}", 2, "recipe.lr_milestones",
            "is used only where lr_schedule is multi-step"),
    ]
    [InlineData("recipe: {image_size: 64}", 2, "recipe.image_size", "is used only where dataset is image-folder or inaturalist2018")]
    [
        InlineData(
            "parameters:\n  contrastive_loss: {values: [none, sc, psc]}\n  temperature: {values: [0.1, 1]}",
            4,
            "parameters.temperature",
            "has no effect where contrastive_loss is none, so each of those is trained 2 times: write when: {contrastive_loss: [sc, psc]}"),
    ]
    [
        InlineData(
            "recipe: {dataset: inaturalist2018, imbalance: 10}", 2, "recipe.imbalance",
            "is used only where dataset is synthetic or cifar10"),
    ]
    public void Warnings_ForASettingWithoutEffect_NameIt(string text, int line, string path, string message)
    {
        var warning = Assert.Single(SweepYaml.Named(text).Warnings);

        Assert.Equal((line, path), (warning.Line, warning.Path));
        Assert.Contains(message, warning.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("recipe: {alpha: 0.3, alpha_schedule: constant}")]
    [InlineData("recipe: {alpha: 0.3}\nparameters: {alpha_schedule: {values: [linear, constant]}}")]
    [InlineData("parameters: {temperature: {values: [0.1, 1], when: {contrastive_loss: sc}}, contrastive_loss: {values: [none, sc]}}")]
    [
        InlineData(
            "parameters: {temperature: {values: [0.1, 1]}, contrastive_loss: {values: [none, sc]}}\nconstraints: "
                + "[temperature == 0.1 or contrastive_loss == sc]"),
    ]
    public void Warnings_ForASettingThatCountsInSomeTrial_StaySilent(string text) => Assert.Empty(SweepYaml.Named(text).Warnings);

    [Fact]
    public void Target_IsReachedOrMissed_AndMakesNoOtherSweep()
    {
        var (aimless, aiming, low) = (
            Metric("{name: top1}"), Metric("{name: top1, target: 0.8}"), Metric("{name: train_loss, target: 0.5}"));

        Assert.Equal(aimless.Id, aiming.Id);
        Assert.True(aimless.IsReachedBy(null));
        Assert.Equal((true, false, false), (aiming.IsReachedBy(0.8), aiming.IsReachedBy(0.79), aiming.IsReachedBy(null)));
        Assert.Equal((true, false), (low.IsReachedBy(0.4), low.IsReachedBy(0.6)));
        Assert.Contains(
            "write 0.8 for 80 %",
            Assert.Throws<InvalidSweepException>(() => Metric("{name: top1, target: 80}")).Message,
            StringComparison.Ordinal);

        static SweepDefinition Metric(string metric) => new SweepText($"name: some\nmetric: {metric}\n", "some.yaml").Parse();
    }
}
