using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Definition.Yaml;
using OrleansHybrid.Sweeps.Scheduling;
using OrleansHybrid.Sweeps.Search;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Tests.Definition;

/// <summary>Files of W&amp;B and Determined as people have them: read, or refused for a true reason.</summary>
public sealed class ForeignFilesTests
{
    [Fact]
    public void Wandb_OfAGridOfOurSettings_IsReadAsItIs()
    {
        var sweep = Parse("wandb-federated.yaml");

        Assert.Equal("wandb-federated", sweep.Name);
        Assert.Equal(["learning_rate", "momentum", "weight_decay", "lr_schedule"], sweep.Axes.Select(axis => axis.Key));
        Assert.Equal((12, LrSchedule.Cosine), (sweep.TrialCount, sweep.RecipeOf(0).LrSchedule));
        Assert.Equal(
            [
                "wandb-federated.yaml:1: name: is 'wandb-federated', after the file",
                "wandb-federated.yaml:4: parameters.lr: is read as 'learning_rate'",
                "wandb-federated.yaml:10: parameters.scheduler: is read as 'lr_schedule'",
            ],
            sweep.Warnings.Select(warning => warning.In("wandb-federated.yaml")));
    }

    [Theory]
    [InlineData(
        "wandb-hyperband.yaml",
        "6: metric.name: 'loss' is not measured: on held-out images the learner measures only the accuracy",
        "8: parameters.dropout: no network of this learner drops units out; remove it",
        "10: parameters.channels_one: 'channels_one' is not a setting")]
    [InlineData(
        "wandb-range.yaml",
        "9: parameters.lr.min: the range does not say how many values the grid is to try: add 'count', such as "
            + "{min: 0.0001, max: 0.1, count: 5}",
        "11: parameters.optimizer: the learner trains by SGD with momentum and has no other optimizer; remove it")]
    [InlineData(
        "wandb-bayes.yaml",
        "13: parameters.lr.distribution: 'log_uniform' has exponents of e as its bounds in W&B and values in other tools")]
    [InlineData("determined-supclr.yaml", "10: hyperparameters.cosine: 'cosine' is not a setting")]
    [InlineData(
        "determined-grid.yaml",
        "14: hyperparameters.n_filters1: 'n_filters1' is not a setting",
        "21: searcher.metric: 'validation_error' is not measured")]
    public void File_WithWhatTheLearnerDoesNotHave_IsRefusedForThatAlone(string file, params string[] problems)
    {
        var found = Assert.Throws<InvalidSweepException>(() => Parse(file)).Problems.Select(problem => problem.In(file)).ToList();

        Assert.Equal(problems.Length, found.Count);
        Assert.All(problems.Zip(found), pair => Assert.StartsWith($"{file}:{pair.First}", pair.Second, StringComparison.Ordinal));
    }

    [Fact]
    public void Search_OfDetermined_IsReadAsItIs()
    {
        var sweep = Parse("determined-adaptive.yaml");

        Assert.Equal((1_000, 1_000, "top1"), (sweep.Chosen!.Configurations, sweep.Recipe.Epochs, sweep.Metric.Name));
        Assert.Equal([3, 15, 62, 250, 1_000], sweep.Chosen.Rungs);
        sweep.Chosen.ChooseFirst();
        Assert.InRange(sweep.RecipeOf(7).LearningRate, 0.01, 1);
        Assert.Contains(
            sweep.Warnings, notice => notice.Message.Contains("read as {min: 0.01, max: 1, scale: log}", StringComparison.Ordinal));
    }

    [Fact]
    public void Search_OfWandb_IsReadAsItIs()
    {
        var sweep = Parse("wandb-bayes-hyperband.yaml");

        Assert.Equal((SearchMethod.Tpe, 40, 27), (sweep.Method, sweep.Chosen!.Configurations, sweep.Recipe.Epochs));
        Assert.Equal([3, 9, 27], sweep.Chosen.Rungs);
        Assert.Contains(sweep.Warnings, notice => notice.In("f").Contains("'bayes' is read as tpe", StringComparison.Ordinal));
    }

    [Fact]
    public void Determined_OfOurSettings_IsReadAsItIs()
    {
        var sweep = new SweepText(
            File.ReadAllText(Path.Combine(Folder, "determined-supclr.yaml")).Replace("  cosine: true\n", "", StringComparison.Ordinal),
            "determined-supclr.yaml").Parse();

        Assert.Equal(
            (1, 800, 512, 5.0, 0.2),
            (sweep.TrialCount, sweep.Recipe.Epochs, sweep.Recipe.BatchSize, sweep.Recipe.WarmupEpochs, sweep.Recipe.Temperature));
        Assert.Equal((new("top1", Goal.Maximize), new TrialResources(Gpus: 4)), (sweep.Metric, sweep.Resources));
        Assert.Contains(
            "the learner trains by SGD with momentum",
            sweep.Warnings.Single(warning => warning.Path == "hyperparameters.optimizer").Message,
            StringComparison.Ordinal);
        Assert.Equal(
            ["bind_mounts", "data", "entrypoint", "min_validation_period", "records_per_epoch"],
            sweep.Warnings
                .Where(warning =>
                    warning.Message.StartsWith("is ignored", StringComparison.Ordinal)
                        && !warning.Path.Contains('.', StringComparison.Ordinal))
                .Select(warning => warning.Path)
                .Order());
    }

    [Fact]
    public void Determined_OfEveryKeyThatHasOneHere_IsTheSameAsOurs()
    {
        var theirs = SweepYaml.Parse(
            """
            name: both
            description: the same
            labels: [thesis]
            hyperparameters:
              temperature: {type: double, minval: 0.1, maxval: 0.5, count: 3}
              contrastive_loss: {type: categorical, vals: [sc, psc]}
              epochs: {type: const, val: 20}
              backbone: resnet20
            searcher:
              name: grid
              metric: train_loss
              smaller_is_better: true
              max_concurrent_trials: 4
            max_restarts: 1
            resources: {slots_per_trial: 2, priority: 40, weight: 2, max_slots: 8, resource_pool: default}
            checkpoint_storage: {type: shared_fs, host_path: /tmp, save_experiment_best: 3, save_trial_best: 1, save_trial_latest: 2}
            """);
        var ours = SweepYaml.Parse(
            """
            name: both
            description: the same
            labels: [thesis]
            parameters:
              temperature: {min: 0.1, max: 0.5, count: 3}
              contrastive_loss: {values: [sc, psc]}
            recipe: {epochs: 20, backbone: resnet20}
            metric: {name: train_loss, goal: minimize}
            max_concurrent_trials: 4
            max_restarts: 1
            resources: {gpus: 2, priority: 2, weight: 2, max_slots: 8}
            checkpoint: {save_sweep_best: 3, save_trial_best: 1, save_trial_latest: 2}
            """);

        Assert.Equal(ours.Id, theirs.Id);
        Assert.Equal(
            (ours.Description, ours.Metric, ours.MaxConcurrentTrials, ours.MaxRestarts),
            (theirs.Description, theirs.Metric, theirs.MaxConcurrentTrials, theirs.MaxRestarts));
        Assert.Equal((ours.Resources, ours.Share, ours.Checkpoint), (theirs.Resources, theirs.Share, theirs.Checkpoint));
        Assert.Contains(
            theirs.Warnings,
            warning =>
                warning is { Line: 15, Path: "resources.priority" }
                    && warning.Message.StartsWith("is read as 2: in Determined the lower number goes first", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("0", null, 1)]
    [InlineData("1", null, null)]
    [InlineData("4", 4, null)]
    public void Determined_SlotsOfATrial_AreGpusOrOurUsualSlotOrACore(string slots, int? gpus, int? cpus) =>
        Assert.Equal(new(gpus, cpus), SweepYaml.Named($"resources: {{slots_per_trial: {slots}}}").Resources);

    [Fact]
    public void Determined_WithoutAWordOnSmallerIsBetter_SaysWhichWayItGoesHere()
    {
        var sweep = SweepYaml.Named("searcher: {name: grid, metric: validation_accuracy}");

        Assert.Equal(new("top1", Goal.Maximize), sweep.Metric);
        Assert.Contains(
            sweep.Warnings,
            warning => warning.Message == "top1 is maximized; Determined minimizes unless 'smaller_is_better: false' is written");
    }

    [Fact]
    public void Wandb_RunCap_BoundsTheTrialsThatBegin() => Assert.Equal(new Budget(MaxTrials: 9), SweepYaml.Named("run_cap: 9").Budget);

    [Theory]
    [InlineData("val/acc", "top1")]
    [InlineData("val_accuracy", "top1")]
    [InlineData("Validation/Accuracy", "top1")]
    [InlineData("test-top1", "top1")]
    [InlineData("epoch/val_accuracy", "top1")]
    [InlineData("train/loss", "train_loss")]
    [InlineData("loss_train_epoch", "train_loss")]
    [InlineData("acc/val", "top1")]
    [InlineData("accuracy/test", "top1")]
    [InlineData("val_top_1_accuracy", "top1")]
    [InlineData("val_acc_top1", "top1")]
    [InlineData("dev_acc", "top1")]
    [InlineData("metrics/val_acc", "top1")]
    [InlineData("val_accuracy_epoch", "top1")]
    [InlineData("valAcc@1", "top1")]
    [InlineData("best_val_acc", "best_top1")]
    [InlineData("val/many_shot_acc", "many")]
    [InlineData("test_acc_few", "few")]
    public void Metric_ByTheNameOfAnotherTool_IsOurs(string name, string metric)
    {
        var sweep = SweepYaml.Named($"metric: {{name: {name}, target: 0.9}}");

        Assert.Equal(metric, sweep.Metric.Name);
        Assert.Equal(0.9, sweep.Target);
        Assert.Equal(["metric.name"], sweep.Warnings.Select(warning => warning.Path));
    }

    [Theory]
    [InlineData("val_acc", "val_top1")]
    [InlineData("validation/accuracy", "val_top1")]
    [InlineData("eval_accuracy", "val_top1")]
    [InlineData("best_val_acc", "val_best_top1")]
    [InlineData("val/many_shot_acc", "val_many")]
    [InlineData("test_acc", "top1")]
    [InlineData("eval/test_acc", "top1")]
    [InlineData("accuracy1", "top1")]
    [InlineData("train/loss", "train_loss")]
    public void Metric_ByTheNameOfAnotherTool_WhereImagesAreHeldOut_IsOfThese(string name, string metric)
    {
        var sweep = SweepYaml.Named($"metric: {{name: {name}}}\nrecipe: {{validation: 20}}");

        Assert.Equal(metric, sweep.Metric.Name);
        Assert.Equal([$"'{name}' is read as '{metric}'"], sweep.Warnings.Select(warning => warning.Message));
    }

    [Fact]
    public void Metric_WithOurNameOfValidationImages_IsInAForeignFileWithoutThemStillTop1()
    {
        var sweep = SweepYaml.Named("program: train.py\nmetric: {name: val_top1, goal: maximize}");

        Assert.Equal("top1", sweep.Metric.Name);
        Assert.Contains(sweep.Warnings, warning => warning.Message == "'val_top1' is read as 'top1'");
    }

    [Fact]
    public void Metric_OfASweepSubmittedToAVersionWithoutValidationImages_StaysWhatItWas()
    {
        var texts = new SweepTexts([new("name: s\nmetric: {name: val_many}", "s.yaml")]);

        Assert.Equal(("many", "s-01234567"), (texts.Parse("s-01234567").Metric.Name, texts.Parse("s-01234567").Id));
    }

    [Theory]
    [InlineData("lr", "learning_rate")]
    [InlineData("learningRate", "learning_rate")]
    [InlineData("weight-decay", "weight_decay")]
    [InlineData("Batch_Size", "batch_size")]
    [InlineData("bs", "batch_size")]
    [InlineData("num_epochs", "epochs")]
    [InlineData("arch", "backbone")]
    [InlineData("model.temperature", "temperature")]
    [InlineData("optimizer/weight_decay", "weight_decay")]
    [InlineData("module_cfg.learning_rate", "learning_rate")]
    [InlineData("trainer_cfg.max_epochs", "epochs")]
    [InlineData("knn.temperature", "knn_temperature")]
    [InlineData("dataset.name", "dataset")]
    public void Parameter_ByAWellKnownName_IsOurs(string name, string key) => Assert.Contains(
        SweepYaml.Named($"parameters: {{{name}: {{value: {RecipeSchema.Get(key).Default}}}}}").Warnings,
        warning => warning.Path == $"parameters.{name}" && warning.Message == $"is read as '{key}'");

    [Theory]
    [InlineData("train_acc")]
    [InlineData("val_top5_acc")]
    [InlineData("val_f1")]
    [InlineData("acc_loss")]
    public void Metric_ThatIsAnother_IsNoneOfOurs(string name) =>
        Assert.Contains("is not", SweepYaml.Problem($"metric: {{name: {name}}}").Message, StringComparison.Ordinal);

    [Theory]
    [
        InlineData(
            "parameters: {optimizer: {parameters: {lr: {values: [0.1, 0.2]}, name: {value: sgd}}}}", "parameters.optimizer.parameters.lr"),
    ]
    [InlineData("parameters: {training_arguments: {learning_rate: {values: [0.1, 0.2]}}}", "parameters.training_arguments.learning_rate")]
    [
        InlineData(
            "entrypoint: a\nhyperparameters: {optimizer: {lr: {type: categorical, vals: [0.1, 0.2]}, momentum: 0.9}}",
            "hyperparameters.optimizer.lr"),
    ]
    public void Parameter_BelowAnother_IsTheSettingThatItsLastWordNames(string rest, string path)
    {
        var sweep = SweepYaml.Named(rest);

        Assert.Equal(["0.1", "0.2"], Assert.Single(sweep.Axes, axis => axis.Key == "learning_rate").Values);
        Assert.Contains(sweep.Warnings, warning => warning.Path == path && warning.Message == "is read as 'learning_rate'");
    }

    [Theory]
    [
        InlineData(
            "parameters: {optimizer: {parameters: {beta1: {values: [0.1, 0.2]}}}}",
            "parameters.optimizer.parameters.beta1",
            "no other optimizer"),
    ]
    [
        InlineData(
            "parameters: {generator.lr: {value: 1}, discriminator.lr: {value: 2}}",
            "parameters.discriminator.lr",
            "is the same as 'generator.lr'"),
    ]
    [InlineData("parameters: {model: {parameters: {width: {value: 1}}}}", "parameters.model.parameters.width", "is not a setting")]
    [InlineData("parameters: {temperature: {vlaues: [1, 2]}}", "parameters.temperature.vlaues", "did you mean 'values'")]
    [InlineData("recipe: {model.temperature: 1}", "recipe.model.temperature", "did you mean 'temperature'")]
    public void Parameter_BelowAnotherThatIsNone_IsRefusedByItsPath(string rest, string path, string message)
    {
        var problem = SweepYaml.Problem(rest);

        Assert.Equal(path, problem.Path);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("True", "true")]
    [InlineData("TRUE", "true")]
    [InlineData("False", "false")]
    [InlineData("FALSE", "false")]
    public void Switch_AsYamlSpellsIt_IsOne(string written, string canonical)
    {
        var sweep = SweepYaml.Named(
            $"parameters: {{linear_probe: {{values: [{written}]}}}}\nrecipe: {{knn_probe: {written}}}\nreuse: {written}\nconstraints: "
                + $"[linear_probe == {written}]");

        Assert.Equal([canonical], sweep.Axes.Single().Values);
        Assert.Equal((canonical, canonical), (RecipeSchema.Get("knn_probe").Read(sweep.Recipe), sweep.Reuse ? "true" : "false"));
        Assert.Equal(
            canonical is "true" ? Goal.Minimize : Goal.Maximize,
            SweepYaml.Named($"searcher: {{name: grid, metric: top1, smaller_is_better: {written}}}").Metric.Goal);
    }

    [Fact]
    public void MergeKey_MergesWhatTheMapDoesNotSay()
    {
        var recipe = SweepYaml.Named(
            "recipe:\n  <<: [{epochs: 3, backbone: resnet8}, {epochs: 4, momentum: 0.5}]\n  backbone: resnet20").Recipe;

        Assert.Equal((3, Backbone.Resnet20, 0.5), (recipe.Epochs, recipe.Backbone, recipe.Momentum));
        Assert.Contains("'<<' merges keys", SweepYaml.Problem("recipe:\n  <<: 3").Message, StringComparison.Ordinal);
    }

    [Theory]
    [
        InlineData(
            "program: t.py\nmetric: {name: top1}", "metric.name", "top1 is maximized; W&B minimizes unless 'goal: maximize' is written"),
    ]
    [InlineData("program: t.py\nmetric: {name: top1, goal: minimize}", "metric.goal", "ranks the worst trial first: top1 is an accuracy")]
    [InlineData("metric: {name: train_loss, goal: maximize}", "metric.goal", "ranks the worst trial first: train_loss is a loss")]
    [
        InlineData(
            "searcher: {name: grid, metric: many, smaller_is_better: true}",
            "searcher.smaller_is_better",
            "ranks the worst trial first: many is an accuracy"),
    ]
    [InlineData("program: t.py\nmetric: {name: top1, goal: maximize, target: 0.9}", "metric.target", "does not end the sweep")]
    public void Metric_ThatMeansAnotherThingThere_HasANotice(string rest, string path, string message) => Assert.StartsWith(
        message, Assert.Single(SweepYaml.Named(rest).Warnings, warning => warning.Path == path).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("Größe π", "grosse-p")]
    [InlineData("Gro\u0308ße", "grosse")]
    [InlineData("Опыт №1", "opyt-1")]
    [InlineData("Łódź, naïve café", "lodz-naive-cafe")]
    [InlineData("长尾识别 – Größe", "grosse-3d4e2f41")]
    [InlineData("长尾识别", "sweep-a1a1a1a1")]
    [
        InlineData(
            "resnet50-imagenet-lt-balanced-contrastive-learning-ablation-over-temperature-v2-final",
            "resnet50-imagenet-lt-balanced-contrastive-learning-00000000"),
    ]
    public void Name_OfLettersThatNoFileHas_IsWrittenInLatin(string name, string expected)
    {
        var slug = SweepYaml.Parse($"name: {name}\nprogram: train.py").Name;

        Assert.Equal(WithoutHash(expected), WithoutHash(slug));
        Assert.InRange(slug.Length, 1, 60);
        Assert.NotEqual(slug, SweepYaml.Parse($"name: {name} 别\nprogram: train.py").Name);

        static string WithoutHash(string slug) => System.Text.RegularExpressions.Regex.Replace(slug, "-[0-9a-f]{8}$", "-#");
    }

    [Fact]
    public void Name_ThatIsNoneForFiles_IsMadeOneInAFileOfAnotherTool()
    {
        Assert.Equal("my-first-sweep", SweepYaml.Parse("name: My first sweep!\nprogram: train.py").Name);
        Assert.Contains(
            "write 'my-first-sweep'", Assert.Single(SweepYaml.Problems("name: My first sweep!")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run_cap: 9\nbudget: {max_trials: 3}", 2, "run_cap", "is the same as 'budget.max_trials' in line 3")]
    [InlineData("parameters: {}\nhyperparameters: {}", 3, "hyperparameters", "is the same as 'parameters' in line 2")]
    [
        InlineData(
            "parameters:\n  lr: {value: 1}\n  learning_rate: {value: 2}", 4, "parameters.learning_rate", "is the same as 'lr' in line 3"),
    ]
    [InlineData("method: grid\nsearcher: {name: grid}", 3, "searcher.name", "is the same as 'method' in line 2")]
    [InlineData("searcher:\n  metric: top1\nmetric: {name: top1}", 3, "searcher.metric", "is the same as 'metric' in line 4")]
    [
        InlineData(
            "max_concurrent_trials: 2\nsearcher: {max_concurrent_trials: 2}",
            3,
            "searcher.max_concurrent_trials",
            "is the same as 'max_concurrent_trials' in line 2"),
    ]
    [InlineData("resources:\n  gpus: 1\n  slots_per_trial: 1", 4, "resources.slots_per_trial", "is the same as 'gpus' in line 3")]
    [InlineData("checkpoint: {}\ncheckpoint_storage: {}", 3, "checkpoint_storage", "is the same as 'checkpoint' in line 2")]
    [InlineData("searcher: {name: adaptive_asha}", 2, "searcher.max_trials", "is missing: random draws as many")]
    [InlineData("searcher: {name: pbt}", 2, "searcher.name", "is not a search method of this version")]
    [
        InlineData(
            "searcher: {name: single}\nhyperparameters: {epochs: {type: categorical, vals: [1, 2]}}",
            2,
            "searcher.name",
            "write grid to try them all"),
    ]
    [
        InlineData(
            "hyperparameters:\n  temperature: {type: log, minval: 1, maxval: 2, base: 10}",
            3,
            "hyperparameters.temperature.type",
            "exponents of 10 as its bounds in Determined"),
    ]
    [InlineData("entrypoint: x\nresources: {priority: 0}", 3, "resources.priority", "'0' is not a whole number from 1 to 99")]
    public void File_WithWhatCannotBe_IsRefused(string rest, int line, string path, string message)
    {
        var problem = SweepYaml.Problem(rest);

        Assert.Equal((line, path), (problem.Line, problem.Path));
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    private static string Folder => Repository.PathOf("tests", "OrleansHybrid.Sweeps.Tests", "Definition", "Foreign");

    private static SweepDefinition Parse(string file) => new SweepText(File.ReadAllText(Path.Combine(Folder, file)), file).Parse();
}
