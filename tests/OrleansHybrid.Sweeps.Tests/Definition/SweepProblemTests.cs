using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Definition.Yaml;

namespace OrleansHybrid.Sweeps.Tests.Definition;

/// <summary>Every mistake that a sweep file can hold: where it is found and what is said about it.</summary>
public sealed class SweepProblemTests
{
    [Theory]
    // The recipe's settings: keys.
    [InlineData("recipe:\n  temprature: 0.1", 3, "recipe.temprature", "did you mean 'temperature'?")]
    [InlineData("recipe:\n  τ: 0.1", 3, "recipe.τ", "did you mean 'temperature'?")]
    [InlineData("recipe:\n  tau: 0.1", 3, "recipe.tau", "did you mean 'temperature'?")]
    [InlineData("recipe:\n  Temperature: 0.1", 3, "recipe.Temperature", "did you mean 'temperature'?")]
    [InlineData("parameters:\n  β: {values: [1]}", 3, "parameters.β", "did you mean 'imbalance'?")]
    [InlineData("parameters:\n  beta: {values: [1]}", 3, "parameters.beta", "did you mean 'imbalance'?")]
    [InlineData("recipe:\n  lr: 1", 3, "recipe.lr", "did you mean 'learning_rate'?")]
    [InlineData("recipe:\n  batch-size: 64", 3, "recipe.batch-size", "did you mean 'batch_size'?")]
    [InlineData("recipe:\n  epochs: 3\n  dropout: 0.1", 4, "recipe.dropout", "'hybrid settings' lists those that there are")]
    [InlineData("recipe:\n  epochs: 3\n  epochs: 4", 4, "recipe.epochs", "given twice, first in line 3")]
    [InlineData("recipe: 5", 2, "recipe", "expected keys with values")]
    // The recipe's settings: values.
    [InlineData("recipe:\n  imbalance: 0.5", 3, "recipe.imbalance", "0.5 is too small: it must be at least 1. Imbalance ratio β")]
    [InlineData("recipe:\n  temperature: 0", 3, "recipe.temperature", "it must be more than 0. Temperature τ")]
    [InlineData("recipe:\n  temperature: -0.1", 3, "recipe.temperature", "it must be more than 0")]
    [InlineData("recipe:\n  momentum: 1.5", 3, "recipe.momentum", "1.5 is too large: it must be at most 1")]
    [InlineData("recipe:\n  epochs: five", 3, "recipe.epochs", "'five' is not a whole number. Epochs to train")]
    [InlineData("recipe:\n  epochs: 5.5", 3, "recipe.epochs", "5.5 must be a whole number")]
    [InlineData("recipe:\n  epochs: 3000000000", 3, "recipe.epochs", "at most 2147483647")]
    [InlineData("recipe:\n  imbalance: many", 3, "recipe.imbalance", "'many' is not a number")]
    [InlineData("recipe:\n  imbalance: 1_000", 3, "recipe.imbalance", "'1_000' is not a number")]
    [InlineData("recipe:\n  imbalance: .inf", 3, "recipe.imbalance", "not a finite number")]
    [InlineData("recipe:\n  imbalance: .nan", 3, "recipe.imbalance", "not a finite number")]
    [InlineData("recipe:\n  imbalance: NaN", 3, "recipe.imbalance", "not a finite number")]
    [InlineData("recipe:\n  imbalance: -Infinity", 3, "recipe.imbalance", "not a finite number")]
    [InlineData("recipe:\n  imbalance: 1e999", 3, "recipe.imbalance", "too large")]
    [InlineData("recipe:\n  imbalance:", 3, "recipe.imbalance", "has no value")]
    [InlineData("recipe:\n  imbalance: {value: 3}", 3, "recipe.imbalance", "expected a value, found keys")]
    [InlineData("recipe:\n  imbalance: [10, 100]", 3, "recipe.imbalance", "write imbalance: {values: [...]} under 'parameters'")]
    [InlineData("recipe:\n  backbone: resnet-32", 3, "recipe.backbone", "did you mean 'resnet32'?")]
    [InlineData("recipe:\n  classifier_sampler: class_balanced", 3, "recipe.classifier_sampler", "did you mean 'class-balanced'?")]
    [InlineData("recipe:\n  contrastive_loss: moco", 3, "recipe.contrastive_loss", "known are none, sc, psc, uc, mpsc, bal-scl, proco")]
    [InlineData("recipe:\n  psc_positive_in_denominator: yes", 3, "recipe.psc_positive_in_denominator", "known are true, false")]
    [InlineData("recipe:\n  lr_milestones: 0.5", 3, "recipe.lr_milestones", "not a list of numbers, such as [0.6, 0.8]")]
    [InlineData("recipe:\n  lr_milestones: [0.5, 120]", 3, "recipe.lr_milestones", "120 is too large: it must be at most 1")]
    [InlineData("recipe:\n  dataset: inat2018", 3, "recipe.dataset", "did you mean 'inaturalist2018'?")]
    [
        InlineData(
            "recipe:\n  crop_scale: [0.08]",
            3,
            "recipe.crop_scale",
            "[0.08] is not a range of two numbers, the smaller first, such as [0.08, 1]"),
    ]
    [InlineData("recipe:\n  crop_scale: [1, 0.08]", 3, "recipe.crop_scale", "the smaller first")]
    [InlineData("recipe:\n  crop_scale: [0, 1]", 3, "recipe.crop_scale", "0 is too small: it must be more than 0")]
    // Axes.
    [InlineData("parameters:\n  temperature: [0.1, 0.5]", 3, "parameters.temperature", "write temperature: {values: [0.1, 0.5]}")]
    [InlineData("parameters:\n  temperature: 0.1", 3, "parameters.temperature", "write temperature: {value: 0.1}")]
    [InlineData("parameters:\n  temperature:", 3, "parameters.temperature", "write temperature: {values: [...]}")]
    [InlineData("parameters:\n  temperature: {}", 3, "parameters.temperature", "needs 'values'")]
    [InlineData("parameters:\n  temperature:\n    values: []", 4, "parameters.temperature.values", "the list is empty")]
    [InlineData("parameters:\n  temperature:\n    values: 0.1", 4, "parameters.temperature.values", "expected a list of values: [0.1]")]
    [InlineData("parameters:\n  temperature:\n    values:", 4, "parameters.temperature.values", "expected a list of values: [...]")]
    [
        InlineData(
            "parameters:\n  temperature:\n    values:\n      - 0.1\n      - -1", 6, "parameters.temperature.values[1]", "-1 is too small"),
    ]
    [
        InlineData(
            "parameters:\n  temperature:\n    values:\n      - 0.1\n      - 0.5\n      - 1e-1",
            7,
            "parameters.temperature.values[2]",
            "0.1 is already in the list, at [0]"),
    ]
    [InlineData("parameters:\n  batch_size:\n    values: [64, 64.0]", 4, "parameters.batch_size.values[1]", "64 is already in the list")]
    [InlineData("parameters:\n  temperature:\n    values: [0.1]\n    value: 0.1", 5, "parameters.temperature.value", "keep one of them")]
    [InlineData("parameters:\n  temperature:\n    vaules: [0.1]", 4, "parameters.temperature.vaules", "did you mean 'values'?")]
    [
        InlineData(
            "parameters:\n  temperature:\n    min: 0.1\n    max: 1",
            4,
            "parameters.temperature.min",
            "or draw from the range: method: random with search"),
    ]
    [
        InlineData(
            "parameters:\n  temperature:\n    distribution: log_uniform\n    max: 1",
            4,
            "parameters.temperature.distribution",
            "write the values themselves"),
    ]
    [
        InlineData(
            "parameters:\n  epochs: {values: [3]}\nrecipe:\n  epochs: 3", 3, "parameters.epochs", "is fixed under 'recipe' too, in line 5"),
    ]
    [InlineData("parameters:\n  lr_milestones: {values: [0.6]}", 3, "parameters.lr_milestones.values[0]", "not a list of numbers")]
    [InlineData("parameters:\n  epochs: {values: [3]}\n  epochs: {values: [4]}", 4, "parameters.epochs", "given twice, first in line 3")]
    [
        InlineData(
            "parameters:\n  temperature:\n    min: 0.1\n    max: 1\n    values: [0.1]",
            6,
            "parameters.temperature.values",
            "a range in line 4 says already what the parameter is"),
    ]
    [
        InlineData(
            "parameters:\n  temperature:\n    min: 0.1\n    count: 4",
            4,
            "parameters.temperature.max",
            "is missing; a range needs 'min', 'max' and 'count'"),
    ]
    [
        InlineData(
            "parameters:\n  temperature:\n    min: 0.1\n    max: 1\n    count: 1",
            6,
            "parameters.temperature.count",
            "'1' is not a whole number from 2 to 100000"),
    ]
    [
        InlineData(
            "parameters:\n  temperature:\n    min: -1\n    max: 1\n    count: 3",
            4,
            "parameters.temperature.min",
            "it must be more than 0"),
    ]
    [InlineData("parameters:\n  temperature:\n    step: 0.1\n    values: [0.1]", 4, "parameters.temperature.step", "write 'count'")]
    [
        InlineData(
            "parameters:\n  temperature: {min: 0.1, max: 1, count: 3, scale: logarithmic}",
            3,
            "parameters.temperature.scale",
            "known are linear, log"),
    ]
    [
        InlineData(
            "parameters:\n  temperature: {values: [0.1], distribution: categorial}",
            3,
            "parameters.temperature.distribution",
            "did you mean 'categorical'?"),
    ]
    [
        InlineData(
            "parameters:\n  temperature: {vals: [0.1], type: categoric}", 3, "parameters.temperature.type", "did you mean 'categorical'?"),
    ]
    [InlineData("parameters:\n  temperature: {distribution: normal, mu: 1}", 3, "parameters.temperature.distribution", "has no ends")]
    [
        InlineData(
            "parameters:\n  temperature:\n    parameters: {values: [0.1]}", 4, "parameters.temperature.parameters", "no nested settings"),
    ]
    // Rules.
    [InlineData("zip: epochs", 2, "zip", "expected lists of parameters that advance together")]
    [InlineData("zip: [[epochs]]", 2, "zip[0]", "takes two parameters or more")]
    [
        InlineData(
            "zip: [[epochs, seed]]\nparameters: {epochs: {values: [1, 2]}, seed: {values: [1, 2]}}",
            2,
            "zip[0][1]",
            "seeds cannot be zipped"),
    ]
    [
        InlineData(
            "zip: [[epochs, batch_size], [imbalance, epochs]]\nparameters: {epochs: {values: [1]}, batch_size: {values: "
                + "[2]}, imbalance: {values: [1]}}",
            2,
            "zip[1][1]",
            "epochs is already zipped"),
    ]
    [InlineData("zip:\n  - [epochs,\n     batch_size]\nparameters: {epochs: {values: [1, 2]}}", 4, "zip[0][1]", "batch_size is not swept")]
    [
        InlineData(
            "zip: [[epochs, batch_size]]\nparameters: {epochs: {values: [1, 1]}, batch_size: {values: [2, 2]}}",
            2,
            "zip[0]",
            "epochs 1, batch_size 2 comes 2 times, at [0], [1]"),
    ]
    [InlineData("parameters:\n  epochs: {values: [1], when: {epochs: 1}}", 3, "parameters.epochs.when.epochs", "cannot depend on itself")]
    [InlineData("parameters:\n  epochs: {values: [1], when: {}}", 3, "parameters.epochs.when", "names no condition")]
    [InlineData("parameters:\n  epochs: {values: [1], when: sc}", 3, "parameters.epochs.when", "expected keys with values")]
    [
        InlineData(
            "parameters:\n  epochs: {values: [1], when: {contrastive_loss: pcs}}",
            3,
            "parameters.epochs.when.contrastive_loss",
            "did you mean 'psc'?"),
    ]
    [
        InlineData(
            "parameters:\n  epochs: {values: [1], when: {contrastive_loss: [sc, sc]}}",
            3,
            "parameters.epochs.when.contrastive_loss[1]",
            "sc is already in the list"),
    ]
    [
        InlineData(
            "parameters:\n  epochs: {values: [1], when: {seed: 1}}",
            3,
            "parameters.epochs.when.seed",
            "so a condition cannot use the seed"),
    ]
    [InlineData("parameters:\n  seed: {values: [1, 2], when: {epochs: 1}}", 3, "parameters.seed.when", "so seeds take no condition")]
    [InlineData("constraints: epochs < 5", 2, "constraints", "expected a list: constraints: [\"epochs < 5\"]")]
    [InlineData("constraints: [{epochs: 5}]", 2, "constraints[0]", "expected an expression in quotes")]
    // Seeds.
    [InlineData("repeats:\n  seeds: []", 3, "repeats.seeds", "the list is empty")]
    [InlineData("repeats:\n  seeds: 3", 3, "repeats.seeds", "expected a list of values: [3]")]
    [InlineData("repeats:\n  seeds: [0, 1, 0]", 3, "repeats.seeds[2]", "0 is already in the list")]
    [InlineData("repeats:\n  seeds: [0, -1]", 3, "repeats.seeds[1]", "-1 is too small")]
    [InlineData("repeats:\n  count: 3", 3, "repeats.count", "only 'seeds' is")]
    [
        InlineData(
            "repeats:\n  seeds: [0, 1]\nparameters:\n  seed: {values: [2, 3]}",
            5,
            "parameters.seed",
            "repeats.seeds in line 3 sets the seed already"),
    ]
    [InlineData("repeats:\n  seeds: [0, 1]\nrecipe:\n  seed: 2", 5, "recipe.seed", "repeats.seeds in line 3 sets the seed already")]
    // The rest of the file.
    [InlineData("parameter:\n  temperature: {values: [0.1]}", 2, "parameter", "did you mean 'parameters'?")]
    [InlineData("seeds: [0, 1]", 2, "seeds", "did you mean 'repeats'?")]
    [InlineData("temperature: 0.1", 2, "temperature", "write it under 'recipe' to fix it or under 'parameters' to sweep it")]
    [InlineData("name: t", 2, "name", "given twice, first in line 1")]
    [InlineData("method: gird", 2, "method", "did you mean 'grid'?")]
    [
        InlineData(
            "method: tpe",
            2,
            "search",
            "is missing: tpe draws as many configurations as it is told; write search: {trials: 50}"),
    ]
    [InlineData("metric: top1", 2, "metric", "write metric: {name: top1}")]
    [InlineData("metric:\n  name: topl", 3, "metric.name", "did you mean 'top1'?")]
    [InlineData("metric:\n  name: f1", 3, "metric.name", "known are top1, many, medium, few, best_top1, train_loss")]
    [InlineData("metric:\n  goal: maximize", 3, "metric.name", "is missing")]
    [InlineData("metric:\n  name: top1\n  goal: maximise", 4, "metric.goal", "did you mean 'maximize'?")]
    [InlineData("labels: thesis", 2, "labels", "expected a list of words")]
    [InlineData("description:\n  text: hello", 2, "description", "expected a single value")]
    [InlineData("max_concurrent_trials: 0", 2, "max_concurrent_trials", "'0' is not a whole number of at least 1")]
    [InlineData("max_restarts: -1", 2, "max_restarts", "at least 0")]
    [InlineData("max_restarts: 1.5", 2, "max_restarts", "'1.5' is not a whole number")]
    [InlineData("checkpoint:\n  keep: 0", 3, "checkpoint.keep", "at least 1")]
    [InlineData("checkpoint:\n  save_trial_best: -1", 3, "checkpoint.save_trial_best", "at least 0")]
    [InlineData("checkpoint:\n  save_trial_latest: 0", 3, "checkpoint.save_trial_latest", "keeps no checkpoint at all")]
    [InlineData("checkpoint:\n  quota: much", 3, "checkpoint.quota", "20GB")]
    [InlineData("checkpoint:\n  every_epoch: 2", 3, "checkpoint.every_epoch", "did you mean 'every_epochs'?")]
    [InlineData("resources:\n  gpus: 1\n  cpus: 1", 4, "resources.cpus", "keep one of 'gpus' and 'cpus'")]
    [InlineData("resources:\n  gpus: 0.5", 3, "resources.gpus", "'0.5' is not a whole number")]
    [InlineData("resources:\n  priority: high", 3, "resources.priority", "'high' is not a whole number from -100 to 100")]
    [InlineData("resources:\n  weight: 0", 3, "resources.weight", "'0' is not a number above 0")]
    [InlineData("resources:\n  max_slot: 4", 3, "resources.max_slot", "did you mean 'max_slots'?")]
    [InlineData("priority: 5", 2, "priority", "write it under 'resources'")]
    [InlineData("max_duration: 5h", 2, "max_duration", "write it under 'budget'")]
    [InlineData("budget:\n  max_trials: 0", 3, "budget.max_trials", "at least 1")]
    [InlineData("budget:\n  max_duration: 90", 3, "budget.max_duration", "'90' is not a time; write it as 90s, 45m, 12h, 2d or 1h30m")]
    [InlineData("budget:\n  max_gpu_hours: none", 3, "budget.max_gpu_hours", "not a number above 0")]
    [InlineData("reuse: no", 2, "reuse", "known are true, false")]
    // The document.
    [InlineData("labels: &all [a]\ndescription: *all", 3, "", "aliases (*name) are not read")]
    [InlineData("? [a, b]\n: 1", 2, "", "a key must be a plain word")]
    [InlineData("labels: [[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]", 2, "", "the nesting is too deep")]
    [InlineData("---\nname: t", 2, "", "a second document begins here")]
    public void Parse_OfAMistake_NamesItsLineItsPathAndTheRemedy(string rest, int line, string path, string remedy)
    {
        var problem = SweepYaml.Problem(rest);

        Assert.Equal((line, path), (problem.Line, problem.Path));
        Assert.Contains(remedy, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("# only a comment\n")]
    public void Parse_OfAnEmptyFile_AsksForAName(string yaml) =>
        Assert.Contains("the file is empty", Assert.Single(SweepYaml.Problems(yaml)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("name: s\nlabels: [a, b\n", 3)]
    [InlineData("name: s\nmetric:\n\tname: top1\n", 3)]
    [InlineData("name: s\nmetric:\n  name: top1\n goal: maximize\n", 4)]
    [InlineData("name: s\ndescription: \"open\n", 2)]
    [InlineData("name: s\ndescription: a: b\n", 2)]
    [InlineData("name: s\nlabels: [a\nmetric: {name: top1}\n", 2)]
    [InlineData("name: s\nlabels: [#a]\n", 3)]
    public void Parse_OfBrokenYaml_SaysWhereInOneLine(string yaml, int line)
    {
        var problem = Assert.Single(SweepYaml.Problems(yaml));

        Assert.Equal(line, problem.Line);
        Assert.Matches("^not valid YAML( at column [0-9]+)?: [^\n]+$", problem.Message);
    }

    [Theory]
    [InlineData("description: no name", "is missing")]
    [InlineData("name:", "has no value")]
    [InlineData("name: ''", "use up to 60 of a-z")]
    [InlineData("name: My Sweep!", "write 'my-sweep'")]
    [InlineData("name: ../etc", "write 'etc'")]
    [InlineData("name: '-'", "use up to 60 of a-z")]
    public void Parse_OfABadName_SaysWhichIsGood(string yaml, string remedy)
    {
        var problem = Assert.Single(SweepYaml.Problems(yaml));

        Assert.Equal((1, "name"), (problem.Line, problem.Path));
        Assert.Contains(remedy, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_OfAListInsteadOfASweep_SaysWhatIsExpected() =>
        Assert.Contains(
            SweepYaml.Problems("- name: s"), problem => problem.Message.Contains("expected keys with values", StringComparison.Ordinal));

    [Fact]
    public void Parse_OfAGridWithoutEnd_RefusesItWithItsSize()
    {
        var hundred = string.Join(", ", Enumerable.Range(2, 100));
        var problem = SweepYaml.Problem(
            $"repeats: {{seeds: [0, 1]}}\nparameters:\n  batch_size: {{values: [{hundred}]}}\n  epochs: {{values: "
                + $"[{hundred}]}}\n  imbalance: {{values: [{hundred}]}}");

        Assert.Equal("parameters", problem.Path);
        Assert.Contains(
            "2,000,000 trials (100 batch_size x 100 epochs x 100 imbalance x 2 seeds), more than the 1,000,000",
            problem.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_OfManyMistakes_FindsThemAllInTheOrderOfTheFile()
    {
        var exception = Assert.Throws<InvalidSweepException>(() => new SweepText("""
            name: Bad Name
            metric: {name: top5, goal: up}
            parameters:
              tau: {values: [0.1]}
              imbalance:
                values: [0.5, ten]
              batch_size: {min: 32, max: 512}
            max_restarts: many
            recipe:
              epochs: 0
              epochs: 1
            colour: blue
            """, "bad.yaml").Parse());

        Assert.Equal(
            [
                (1, "name"), (2, "metric.name"), (2, "metric.goal"), (4, "parameters.tau"), (6, "parameters.imbalance.values[0]"),
                (6, "parameters.imbalance.values[1]"), (7, "parameters.batch_size.min"), (8, "max_restarts"), (10, "recipe.epochs"),
                (11, "recipe.epochs"), (12, "colour"),
            ],
            exception.Problems.Select(problem => (problem.Line, problem.Path)));
        Assert.StartsWith(
            "bad.yaml has 11 problems:\n  bad.yaml:1: name: 'Bad Name' must name files", exception.Message, StringComparison.Ordinal);
    }
}
