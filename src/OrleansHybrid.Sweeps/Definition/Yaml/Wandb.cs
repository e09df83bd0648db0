namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>What sweep files of Weights and Biases have and others do not.</summary>
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
        ["early_terminate"] = "every trial trains to its end",
    };

    /// <summary>Distributions of a range, and whether a grid over one is logarithmic.</summary>
    public static IReadOnlyDictionary<string, bool> Ranges { get; } = new Dictionary<string, bool>
    {
        ["uniform"] = false,
        ["int_uniform"] = false,
        ["q_uniform"] = false,
        ["log_uniform_values"] = true,
        ["q_log_uniform_values"] = true,
    };

    /// <summary>Distributions without a range.</summary>
    public static IReadOnlyList<string> Lists { get; } = ["constant", "categorical", "categorical_w_probabilities"];

    /// <summary>Distributions that a grid cannot walk, and what to write instead.</summary>
    public static IReadOnlyDictionary<string, string> Refused { get; } = new Dictionary<string, string>
    {
        ["log_uniform"] = Exponents,
        ["q_log_uniform"] = Exponents,
        ["inv_log_uniform"] = Exponents,
        ["inv_log_uniform_values"] = "is even in the inverse of the value: list the 'values' to try",
        ["normal"] = Endless,
        ["q_normal"] = Endless,
        ["log_normal"] = Endless,
        ["q_log_normal"] = Endless,
        ["beta"] = Endless,
        ["q_beta"] = Endless,
    };

    private const string Exponents = "has exponents of e as its bounds in W&B and values in other tools: write the values themselves";

    /// <summary>Whether the bounds of a distribution are exponents.</summary>
    public static bool HasExponents(string distribution) => Refused.GetValueOrDefault(distribution) is Exponents;

    private const string Endless = "has no ends between which a grid could walk: list the 'values' to try, or write {min: …, max: …, count: …}";

    /// <summary>Whether the file has what only such files have.</summary>
    public static bool IsWrittenFor(YamlTree file) =>
        file is YamlTree.Map map && map.Entries.Any(entry => entry.Key is "run_cap" || Ignored.ContainsKey(entry.Key));
}
