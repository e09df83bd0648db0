using OrleansHybrid.Sweeps.Definition.Yaml;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Sweeps.Tests.Definition;

/// <summary>Files of tools beside W&amp;B and Determined: whose they are is said, and a plain grid in them is read.</summary>
public sealed class OtherToolsTests
{
    private const string Katib =
        """
        apiVersion: kubeflow.org/v1beta1
        kind: Experiment
        metadata: {name: Tail Grid, namespace: kubeflow}
        spec:
          objective: {type: maximize, goal: 0.9, objectiveMetricName: val-accuracy}
          algorithm: {algorithmName: grid}
          parallelTrialCount: 3
          maxTrialCount: 12
          parameters:
            - name: lr
              parameterType: double
              feasibleSpace: {min: "0.1", max: "0.3", step: "0.1"}
            - name: epochs
              parameterType: int
              feasibleSpace: {min: "1", max: "2", step: "1"}
            - name: contrastive_loss
              parameterType: categorical
              feasibleSpace: {list: [sc, psc]}
          trialTemplate: {primaryContainerName: training}
        """;

    private const string Polyaxon =
        """
        version: 1.1
        kind: operation
        name: tail-grid
        matrix:
          kind: grid
          concurrency: 3
          params:
            lr: {kind: choice, value: [0.1, 0.2, 0.3]}
            epochs: {kind: range, value: [1, 3, 1]}
            contrastive_loss: {kind: choice, value: [sc, psc]}
        component: {run: {kind: job}}
        """;

    private const string Nni =
        """
        experimentName: tail-grid
        searchSpace:
          lr: {_type: quniform, _value: [0.1, 0.3, 0.1]}
          epochs: {_type: randint, _value: [1, 3]}
          contrastive_loss: {_type: choice, _value: [sc, psc]}
        trialCommand: python train.py
        trialConcurrency: 3
        tuner: {name: GridSearch}
        trainingService: {platform: local}
        """;

    private const string Hydra =
        """
        defaults: [_self_]
        hydra:
          sweeper:
            params:
              optimizer.lr: 0.1,0.2,0.3
              +epochs: range(1, 3)
              contrastive_loss: choice(sc, psc)
        optimizer: {lr: 0.5}
        """;

    private const string Ray =
        """
        tail-grid:
          run: PPO
          config:
            lr: {grid_search: [0.1, 0.2, 0.3]}
            epochs: {grid_search: [1, 2]}
            contrastive_loss: {grid_search: [sc, psc]}
        """;

    private const string Guild =
        """
        - model: cnn
          operations:
            tail-grid:
              main: train
              flags:
                lr: [0.1, 0.2, 0.3]
                epochs: [1, 2]
                contrastive_loss: [sc, psc]
        """;

    [Theory]
    [InlineData(Katib, "an experiment of Katib", "tail-grid")]
    [InlineData(Polyaxon, "an operation of Polyaxon", "tail-grid")]
    [InlineData(Nni, "an experiment of NNI", "tail-grid")]
    [InlineData(Hydra, "a configuration of Hydra", "sweep")]
    [InlineData(Ray, "an experiment of Ray", "tail-grid")]
    [InlineData(Guild, "a file of Guild", "tail-grid")]
    public void File_OfAPlainGrid_IsReadAndNamed(string yaml, string tool, string name)
    {
        var sweep = SweepYaml.Parse(yaml);
        var ours = SweepYaml.Parse(
            $"name: {name}\nparameters: {{learning_rate: {{values: [0.1, 0.2, 0.3]}}, epochs: {{values: "
                + $"[1, 2]}}, contrastive_loss: {{values: [sc, psc]}}}}");

        Assert.Equal(ours.Id, sweep.Id);
        Assert.Contains(sweep.Warnings, warning => warning.Message.StartsWith($"is {tool}: its search is read", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Katib)]
    [InlineData(Polyaxon)]
    [InlineData(Nni)]
    [InlineData(Hydra)]
    [InlineData(Ray)]
    [InlineData(Guild)]
    public void Set_OverAFileOfAnotherTool_IsTheSameInItsTextAndBesideIt(string yaml)
    {
        string[] settings = ["learning_rate=0.2", "dataset=cifar10"];
        var (beside, within) = (new SweepText(yaml, "sweep.yaml").Parse(settings), SweepYaml.Parse(SweepOverrides.Apply(yaml, settings)));

        Assert.Equal(
            (beside.Id, 4, 0.2, DatasetName.Cifar10), (within.Id, beside.TrialCount, beside.Recipe.LearningRate, beside.Recipe.Dataset));
    }

    [Theory]
    [
        InlineData(
            "apiVersion: kubeflow.org/v1beta1\nkind: Experiment\nspec: {algorithm: {algorithmName: bayesianoptimization}, parameters: "
                + "[{name: epochs, feasibleSpace: {list: [1, 2]}}]}",
            "search",
            "is missing: tpe draws as many configurations as it is told"),
    ]
    [
        InlineData(
            "matrix: {kind: bayes, params: {epochs: {kind: choice, value: [1, 2]}}}",
            "search",
            "is missing: tpe draws as many configurations as it is told"),
    ]
    [InlineData("matrix: {kind: grid, params: {colour: {kind: choice, value: [1, 2]}}}", "matrix.params.colour", "is not a setting")]
    [InlineData("matrix: {kind: grid, params: {lr: {kind: uniform, value: [0.1, 0.2]}}}", "matrix.params.lr.min", "add 'count'")]
    [
        InlineData(
            "experimentName: x\nsearchSpaceFile: space.json", "experimentName", "is an experiment of NNI, and no search was found in it"),
    ]
    [InlineData("hydra: {run: {dir: outputs}}", "hydra", "is a configuration of Hydra, and no search was found in it")]
    public void File_ThatCannotBeFollowed_IsRefusedInItsOwnWords(string yaml, string path, string message)
    {
        var problem = Assert.Single(SweepYaml.Problems(yaml));

        Assert.Equal(path, problem.Path);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }
}
