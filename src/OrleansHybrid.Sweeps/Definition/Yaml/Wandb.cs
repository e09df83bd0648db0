namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>The peculiarities of Weights and Biases' sweep files.</summary>
internal static class Wandb
{
    private const string Trainer = "the learner is built in";

    /// <summary>Keys at the top of the file that have no meaning here.</summary>
    public static IReadOnlyDictionary<string, string> Ignored { get; } = new Dictionary<string, string>
    {
        ["program"] = Trainer,
        ["command"] = Trainer,
        ["job"] = Trainer,
        ["image_uri"] = Trainer,
        ["project"] = "sweeps are grouped by their 'labels'",
        ["entity"] = "sweeps have no owners",
        ["apiVersion"] = "there is one version of it",
        ["kind"] = "every such file is a sweep",
        ["controller"] = "the cluster chooses the trials",
        ["scheduler"] = "the cluster chooses the trials",
    };

    /// <summary>Distributions of a range.</summary>
    public static IReadOnlyDictionary<string, Spread> Ranges { get; } = new Dictionary<string, Spread>
    {
        ["uniform"] = new(),
        ["int_uniform"] = new(IsWhole: true, Walk: Walk.Whole),
        ["q_uniform"] = new(Walk: Walk.Steps),
        ["log_uniform_values"] = new(IsLogarithmic: true),
        ["q_log_uniform_values"] = new(IsLogarithmic: true),
        // The logarithm of the inverse is as even as that of the value.
        ["inv_log_uniform_values"] = new(IsLogarithmic: true),
    };

    /// <summary>Distributions without a range.</summary>
    public static IReadOnlyList<string> Lists { get; } = ["constant", "categorical", "categorical_w_probabilities"];

    /// <summary>Distributions without ends.</summary>
    public static IReadOnlyList<string> Bells { get; } = ["normal", "q_normal", "log_normal", "q_log_normal", "beta", "q_beta"];

    /// <summary>Distributions that a grid cannot walk, and what to write instead.</summary>
    public static IReadOnlyDictionary<string, string> Refused { get; } = new Dictionary<string, string>
    {
        ["log_uniform"] = Exponents,
        ["q_log_uniform"] = Exponents,
        ["inv_log_uniform"] = Exponents,
        ["normal"] = Endless,
        ["q_normal"] = Endless,
        ["log_normal"] = Endless,
        ["q_log_normal"] = Endless,
        ["beta"] = Endless,
        ["q_beta"] = Endless,
    };

    private const string Exponents = "has exponents of e as its bounds in W&B and values in other tools: write the values themselves";

    /// <summary>True if the bounds of a distribution are exponents.</summary>
    public static bool HasExponents(string distribution) => Refused.GetValueOrDefault(distribution) is Exponents;

    /// <summary>Keys at the top of the file that cannot be followed, with the remedy.</summary>
    public static string? Refuse(string key) =>
        key is "metrics"
            ? "trials are judged by one metric, and the others are measured as well: write metric: {name: top1, goal: maximize}"
            : null;

    private const string Endless = "has no ends between which a grid could walk: list the 'values' to try, or write "
        + "{min: …, max: …, count: …}";

    /// <summary>True if the file has keys that only such files have, or a method and no name, which W&amp;B does not require.</summary>
    public static bool IsWrittenFor(YamlTree file) => file is YamlTree.Map map
        && (map.Entries.Any(entry => entry.Key is "run_cap" or "early_terminate"
                || Ignored.ContainsKey(entry.Key)
                || Refuse(entry.Key) is not null)
            || (map.Entries.Any(entry => entry.Key is "method") && !map.Entries.Any(entry => entry.Key is "name")));
}
