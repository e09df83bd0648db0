namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>The peculiarities of Determined's experiment configurations.</summary>
internal static class Determined
{
    private const string Environment = "the learner is built in";

    private const string Lengths = "a training's length is recipe.epochs";

    /// <summary>Keys at the top of the file that have no meaning here.</summary>
    public static IReadOnlyDictionary<string, string> Ignored { get; } = new Dictionary<string, string>
    {
        ["entrypoint"] = Environment,
        ["environment"] = Environment,
        ["bind_mounts"] = Environment,
        ["optimizations"] = Environment,
        ["integrations"] = Environment,
        ["security"] = Environment,
        ["data"] = "the data is recipe.dataset, in the folder of --data",
        ["workspace"] = "sweeps are grouped by their 'labels'",
        ["project"] = "sweeps are grouped by their 'labels'",
        ["debug"] = "the console has --verbose",
        ["profiling"] = "a trial's images per second are always measured",
        ["tensorboard_storage"] = "metrics are served for Prometheus",
        ["log_policies"] = "faults are told apart without them",
        ["retention_policy"] = "logs stay",
        ["reproducibility"] = "every draw of a trial has its seed; write repeats: {seeds: [...]}",
        ["records_per_epoch"] = Lengths,
        ["scheduling_unit"] = "metrics come once an epoch",
        ["min_validation_period"] = "write recipe.evaluate_every_epochs",
        ["perform_initial_validation"] = "the first evaluation is after an epoch",
        ["min_checkpoint_period"] = "write checkpoint.every_epochs",
        ["checkpoint_policy"] = "write checkpoint.save_trial_best and save_trial_latest",
        ["preemption_timeout"] = "what a trainer gets for its last checkpoint is --grace of its silo",
        ["internal"] = Environment,
        ["data_layer"] = "the data is recipe.dataset, in the folder of --data",
        ["slurm"] = Environment,
        ["pbs"] = Environment,
    };

    /// <summary>Keys that identify such a file.</summary>
    private static readonly string[] Signs =
    [
        "hyperparameters",
        "searcher",
        "entrypoint",
        "checkpoint_storage",
        "bind_mounts",
        "min_validation_period",
    ];

    public static Words Checkpoint { get; } = new(
        "every_epochs", "keep", "save_trial_latest", "save_trial_best", "save_sweep_best", "quota")
    {
        Alias = key => key is "save_experiment_best" ? "save_sweep_best" : null,
        Ignored = Any(
            "the place of the checkpoints is given with --checkpoints",
            "type", "user", "host_path", "storage_path", "checkpoint_path", "tensorboard_path", "container_path", "propagation", "bucket",
            "prefix", "container", "access_key", "secret_key", "endpoint_url",
            "connection_string", "account_url", "credential"),
    };

    public static Words Resources { get; } = new("gpus", "cpus", "priority", "weight", "max_slots")
    {
        Foreign = ["slots_per_trial"],
        Ignored = Any(
            "a trial takes any free slot of the cluster",
            "resource_pool",
            "agent_label",
            "native_parallel",
            "shm_size",
            "devices",
            "is_single_node",
            "slots"),
    };

    public static Words Searcher { get; } = new("name", "metric", "smaller_is_better", "max_concurrent_trials", "max_length", "max_trials")
    {
        Foreign = ["mode", "divisor", "max_rungs", "num_rungs", "time_metric", "max_time"],
        Ignored = entry => entry.Key switch
        {
            "source_trial_id" or "source_checkpoint_uuid" => "every trial begins with weights of its own",
            "bracket_rungs" => "'mode' says which brackets there are",
            "stop_once" or "train_stragglers" => "what is not promoted is never trained further",
            "budget" or "unit" => "the number of trials is max_trials, and their length is recipe.epochs",
            _ => null,
        },
    };

    /// <summary>True if the file has keys that only such files have.</summary>
    public static bool IsWrittenFor(YamlTree file) => file is YamlTree.Map map && map.Entries.Any(entry => Signs.Contains(entry.Key)
        || (
            entry is { Key: "resources", Value: YamlTree.Map resources }
                && resources.Entries.Any(inner => inner.Key == "slots_per_trial")));

    /// <summary>The file without its nulls, which mean the default there; the null of a hyperparameter is a value.</summary>
    public static YamlTree WithoutNulls(YamlTree tree) => tree is YamlTree.Map map
        ? map with
        {
            Entries = [.. map.Entries.Where(entry => entry.Value is not YamlTree.Text { IsNull: true })
                .Select(entry =>
                    entry with
                    {
                        Value = entry.Key is "hyperparameters" or "parameters" ? WithoutNullsBelow(entry.Value) : WithoutNulls(entry.Value)
                    })],
        }
        : tree;

    private static YamlTree WithoutNullsBelow(YamlTree hyperparameters) => hyperparameters is YamlTree.Map map
        ? map with { Entries = [.. map.Entries.Select(entry => entry with { Value = WithoutNulls(entry.Value) })] }
        : hyperparameters;

    /// <summary>
    /// A priority from 1, the first, to 99, converted so that it is as far above or below our default as it was above or below theirs.
    /// </summary>
    public static int ReadPriority(Section resources)
    {
        const int Usual = 42;
        if (resources.Whole("priority", min: 1, max: 99) is not { } priority) return 0;
        var ours = Usual - priority;
        resources.Note(
            resources.Find("priority")!.Line,
            "priority",
            $"is read as {ours}: in Determined the lower number goes first and {Usual} is usual (on Kubernetes the higher one does), "
                + "here the higher one goes first and 0 is usual");
        return ours;
    }

    private static Func<YamlTree.Entry, string?> Any(string why, params string[] keys) => entry => keys.Contains(entry.Key) ? why : null;
}
