using System.Text;

namespace OrleansHybrid.Sweeps.Tests.Definition;

/// <summary>
/// What people read when their sweep file is wrong, word for word: <c>Mistakes.approved.md</c>. With
/// ORLEANSHYBRID_APPROVE=1 the test writes that file anew; read the difference before you commit it.
/// </summary>
public sealed class MistakesTests
{
    /// <summary>What is wrong, and a file in which it is.</summary>
    private static readonly (string Mistake, string Yaml)[] Mistakes =
    [
        ("A setting is misspelt", "name: my-sweep\nrecipe:\n  temprature: 0.1"),
        ("A setting has another tool's name in our own section", "name: my-sweep\nrecipe:\n  lr: 0.1"),
        ("A setting that the learner does not have", "name: my-sweep\nparameters:\n  optimizer: {values: [adam, sgd]}"),
        ("A setting at the top of the file", "name: my-sweep\nepochs: 10"),
        ("A value is out of bounds", "name: my-sweep\nrecipe:\n  imbalance: 0.01"),
        ("A value is not a number", "name: my-sweep\nparameters:\n  batch_size:\n    values: [64, large]"),
        ("A choice is misspelt", "name: my-sweep\nparameters:\n  contrastive_loss: {values: [sc, pcs]}"),
        ("A value is listed twice", "name: my-sweep\nparameters:\n  temperature:\n    values: [0.1, 0.5, 1e-1]"),
        ("A list where a single value belongs", "name: my-sweep\nrecipe:\n  imbalance: [10, 100]"),
        ("A parameter without 'values'", "name: my-sweep\nparameters:\n  temperature: [0.1, 0.5]"),
        ("A parameter is fixed and swept", "name: my-sweep\nparameters:\n  epochs: {values: [5, 10]}\nrecipe:\n  epochs: 5"),
        ("A key comes twice", "name: my-sweep\nrecipe:\n  epochs: 5\n  epochs: 6"),
        ("A range without count", "name: my-sweep\nparameters:\n  temperature: {min: 0.05, max: 0.5}"),
        ("A range of whole numbers without count", "name: my-sweep\nparameters:\n  epochs: {min: 5, max: 20}"),
        (
            "A logarithmic range without count",
            "name: my-sweep\nprogram: train.py\nparameters:\n  lr: {distribution: log_uniform_values, min: 0.0001, max: 0.1}"),
        ("A range that begins at its end", "name: my-sweep\nparameters:\n  temperature: {min: 0.5, max: 0.05, count: 5}"),
        ("A logarithmic range from zero", "name: my-sweep\nparameters:\n  weight_decay: {min: 0, max: 0.01, count: 5, scale: log}"),
        ("A range of words", "name: my-sweep\nparameters:\n  alpha_schedule: {min: 1, max: 3, count: 3}"),
        ("W&B's log_uniform", "name: my-sweep\nparameters:\n  learning_rate: {distribution: log_uniform, min: 2.3, max: 4.6, count: 5}"),
        ("Determined's log", "name: my-sweep\nhyperparameters:\n  learning_rate: {type: log, minval: 1, maxval: 2, count: 4}"),
        (
            "Zipped parameters of different lengths",
            "name: my-sweep\nzip: [[epochs, learning_rate]]\nparameters:\n  epochs: {values: [10, 20]}\n  learning_rate: "
                + "{values: [0.1, 0.2, 0.3]}"),
        (
            "A zipped parameter is not swept",
            "name: my-sweep\nzip: [[epochs, temprature], [imbalance, batch_size]]\nparameters:\n  epochs: {values: "
                + "[10, 20]}\n  imbalance: {values: [10, 100]}\nrecipe:\n  batch_size: 64"),
        (
            "A zip that is not a list of lists",
            "name: my-sweep\nzip: [epochs, imbalance]\nparameters:\n  epochs: {values: [10, 20]}\n  imbalance: {values: [10, 100]}"),
        (
            "A condition that never holds",
            "name: my-sweep\nparameters:\n  contrastive_loss: {values: [sc, psc]}\n  prototypes_per_class:\n    values: [1, 4]\n    when: "
                + "{contrastive_loss: mpsc}"),
        (
            "Conditions that form a cycle",
            "name: my-sweep\nparameters:\n  epochs: {values: [5, 10], when: {batch_size: 64}}\n  batch_size: {values: "
                + "[64, 128], when: {epochs: 10}}"),
        (
            "A condition on an unknown setting",
            "name: my-sweep\nparameters:\n  prototypes_per_class:\n    values: [1, 4]\n    when: {loss: mpsc}"),
        ("A constraint on an unknown name", "name: my-sweep\nconstraints:\n  - batch_size <= 256 or tau > 0.1"),
        ("A constraint that orders words", "name: my-sweep\nconstraints:\n  - alpha_schedule < 3"),
        (
            "A constraint with a word that the setting never is",
            "name: my-sweep\nconstraints:\n  - contrastive_loss == bal-sc or epochs > 5"),
        ("A constraint in another language", "name: my-sweep\nconstraints:\n  - epochs > 5 && batch_size = 64"),
        ("A constraint without quotes in a list of one line", "name: my-sweep\nconstraints: [\"epochs in [5, 10]\", batch_size]"),
        (
            "Constraints that leave no trial",
            "name: my-sweep\nconstraints: [epochs * batch_size < 512, batch_size > 64]\nparameters:\n  epochs: {values: "
                + "[5, 10]}\n  batch_size: {values: [64, 128]}"),
        ("A search method that does not exist", "name: my-sweep\nmethod: genetic"),
        ("A metric that is not measured", "name: my-sweep\nmetric: {name: val_loss, goal: minimize}"),
        ("A metric of validation images without any", "name: my-sweep\nmetric: {name: val_top1}"),
        (
            "A metric of validation images that some trials do not have",
            "name: my-sweep\nmetric: {name: val_few}\nparameters:\n  validation: {values: [0, 50]}"),
        (
            "More validation images than a class has",
            "name: my-sweep\nmetric: {name: val_top1}\nparameters:\n  dataset: {values: [cifar10, cifar100]}\nrecipe: {validation: 500}"),
        (
            "More validation images than pairs leave room for",
            "name: my-sweep\nrecipe:\n  contrastive_sampler: positives\n  imbalance: 1\n  validation: 499"),
        ("A goal in other words", "name: my-sweep\nmetric: {name: top1, goal: max}"),
        ("The seed in two places", "name: my-sweep\nrepeats: {seeds: [0, 1]}\nrecipe: {seed: 3}"),
        ("One thing under its name here and under another tool's", "name: my-sweep\nrun_cap: 20\nbudget: {max_trials: 10}"),
        ("A time without its unit", "name: my-sweep\nbudget: {max_duration: 90}"),
        ("A section's key at the top", "name: my-sweep\npriority: 5"),
        ("A name that no file could have", "name: My Sweep!"),
        (
            "More trials than a sweep may have",
            "name: my-sweep\nparameters:\n  epochs: {min: 1, max: 2000, count: 2000}\n  batch_size: {min: 2, max: 1001, count: 1000}"),
        ("A no-break space", "name: my-sweep\nrecipe:\n\u00a0 epochs: 5"),
        (
            "A setting below another",
            "name: my-sweep\nprogram: train.py\nparameters:\n  model:\n    parameters:\n      width: {values: [1, 2]}"),
        ("Several metrics", "name: my-sweep\nprogram: train.py\nmetrics: [{name: top1}, {name: few}]"),
        ("A file of another tool without a search", "hydra: {run: {dir: outputs}}"),
        ("A tab", "name: my-sweep\nmetric:\n\tname: top1"),
        ("A bracket is left open", "name: my-sweep\nlabels: [a, b\nrecipe: {epochs: 5}"),
        (
            "Everything at once",
            "name: My Sweep\nmethod: gird\nmetric: {name: top5, goal: up}\nzip: [[epochs, batch_size]]\nconstraints: "
                + "[tau > 1]\nparameters:\n  epochs: {values: [5, ten]}\n  batch_size: {min: 32, max: 512}\nrecipe:\n  colour: blue"),
    ];

    /// <summary>What runs, but probably not as its author believes.</summary>
    private static readonly (string Doubt, string Yaml)[] Doubts =
    [
        (
            "A search that chooses by the test images",
            "name: my-sweep\nmethod: random\nsearch: {trials: 100}\nmetric: {name: top1}\nparameters:\n  learning_rate: "
                + "{min: 0.01, max: 1, scale: log}\nrecipe: {dataset: cifar10}"),
        (
            "A search that chooses by some classes of the test images",
            "name: my-sweep\nmethod: sobol\nsearch: {trials: 50}\nmetric: {name: few}\nparameters:\n  temperature: {min: 0.05, max: 1}"),
        (
            "A search that has validation images and does not choose by them",
            "name: my-sweep\nmethod: halton\nsearch: {trials: 20}\nparameters:\n  temperature: {min: 0.05, max: 1}\nrecipe: "
                + "{dataset: image-folder, validation: 10}"),
    ];

    [Fact]
    public void Messages_OfEveryMistake_AreTheApprovedOnes() =>
        ApprovedText.Require("tests/OrleansHybrid.Sweeps.Tests/Definition/Mistakes.approved.md", Write());

    [Fact]
    public void Mistakes_EachHaveAMessageWithFileLineAndPath()
    {
        Assert.InRange(Mistakes.Length, 30, 100);
        foreach (var (_, yaml) in Mistakes)
        {
            var lines = yaml.Split('\n').Length;
            foreach (var problem in SweepYaml.Problems(yaml))
            {
                Assert.InRange(problem.Line, 1, lines);
                // Where the YAML itself is broken there are no paths.
                Assert.Equal(problem.Message.StartsWith("not valid YAML", StringComparison.Ordinal), problem.Path.Length == 0);
                Assert.StartsWith($"sweep.yaml:{problem.Line}: ", problem.In("sweep.yaml"), StringComparison.Ordinal);
            }
        }
    }

    private static string Write()
    {
        var text = new StringBuilder($"# {Mistakes.Length} mistakes in sweep files, with their messages\n");
        foreach (var (mistake, yaml) in Mistakes)
        {
            text.Append($"\n## {mistake}\n\n```yaml\n{yaml}\n```\n\n```\n");
            foreach (var problem in SweepYaml.Problems(yaml)) text.Append(problem.In("sweep.yaml")).Append('\n');
            text.Append("```\n");
        }

        text.Append($"\n# {Doubts.Length} files that run, with their notices\n");
        foreach (var (doubt, yaml) in Doubts)
        {
            text.Append($"\n## {doubt}\n\n```yaml\n{yaml}\n```\n\n```\n");
            foreach (var notice in SweepYaml.Parse(yaml).Warnings) text.Append(notice.In("sweep.yaml")).Append('\n');
            text.Append("```\n");
        }

        return text.ToString();
    }
}
