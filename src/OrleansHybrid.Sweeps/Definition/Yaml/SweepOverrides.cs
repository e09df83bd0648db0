using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Text;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>
/// Applies a person's changes to a sweep file's text: <c>epochs=5</c> fixes a setting, <c>temperature=[0.1, 0.5]</c> sweeps it,
/// <c>priority=10</c> or <c>checkpoint.keep=3</c> sets an option of the sweep, and <c>max_slots=null</c> removes one.
/// </summary>
public static class SweepOverrides
{
    private static readonly Dictionary<string, string> ShortNames = new()
    {
        ["gpus"] = "resources.gpus",
        ["cpus"] = "resources.cpus",
        ["slots_per_trial"] = "resources.slots_per_trial",
        ["priority"] = "resources.priority",
        ["weight"] = "resources.weight",
        ["max_slots"] = "resources.max_slots",
        ["max_concurrent"] = "max_concurrent_trials",
        ["save_trial_latest"] = "checkpoint.save_trial_latest",
        ["save_trial_best"] = "checkpoint.save_trial_best",
        ["save_sweep_best"] = "checkpoint.save_sweep_best",
        ["quota"] = "checkpoint.quota",
        ["max_trials"] = "budget.max_trials",
        ["max_duration"] = "budget.max_duration",
        ["max_gpu_hours"] = "budget.max_gpu_hours",
        ["max_trial_duration"] = "budget.max_trial_duration",
        ["seeds"] = "repeats.seeds",
    };

    private static readonly string Epochs = RecipeSchema.Of(nameof(Recipe.Epochs)).Key;

    private static readonly string[] OfTheTrials =
    [
        "name",
        "method",
        "search",
        "metric",
        "parameters",
        "recipe",
        "repeats",
        "zip",
        "constraints",
    ];

    /// <summary>Groups of synonymous paths, ours and other tools', of which a file may have one.</summary>
    private static readonly string[][][] Synonyms =
    [
        [["method"], ["searcher", "name"]],
        [["metric"], ["searcher", "metric"]],
        [["metric"], ["searcher", "smaller_is_better"]],
        [["max_concurrent_trials"], ["searcher", "max_concurrent_trials"]],
        [["budget", "max_trials"], ["run_cap"]],
        [["resources", "gpus"], ["resources", "cpus"], ["resources", "slots_per_trial"]],
        [["recipe", RecipeSchema.Seed.Key], ["parameters", RecipeSchema.Seed.Key], ["repeats", "seeds"]],
        [["recipe", Epochs], ["parameters", Epochs], ["searcher", "max_length"]],
        .. RecipeSchema.Keys.Select(key => new[] { new[] { "recipe", key }, ["parameters", key] }),
    ];

    /// <param name="yaml">A sweep file's text.</param>
    /// <param name="settings">The changes, each <c>key=value</c> with the value in YAML.</param>
    /// <returns>The text with the changes and without comments; a text that is not a YAML map is returned unchanged.</returns>
    /// <exception cref="ArgumentException">
    /// A change is malformed, or the key does not exist; the message says which and gives the remedy.
    /// </exception>
    public static string Apply(string yaml, IEnumerable<string> settings)
    {
        var findings = new Findings();
        // Whoever parses the text says what is wrong with it, and where.
        if (YamlTree.Read(yaml, findings) is not { } tree || findings.Problems.Count > 0) return yaml;
        return (OtherTools.Rewritten(tree, findings) ?? tree) is YamlTree.Map map ? YamlText.Write(Apply(map, settings)) : yaml;
    }

    /// <summary>The file's tree with the changes; everything else keeps its line.</summary>
    /// <exception cref="ArgumentException">As above.</exception>
    internal static YamlTree Apply(YamlTree tree, IEnumerable<string> settings)
    {
        if (tree is not YamlTree.Map file) return tree;
        foreach (var setting in settings)
        {
            if (setting.Split('=', 2) is not [{ Length: > 0 } key, var value])
                throw new ArgumentException($"'{setting}' sets nothing: write key=value, such as epochs=5");
            if (YamlEdits.Find(file, "parameters") is { } parameters)
                file = file with
                {
                    Entries =
                    [
                        .. file.Entries.Select(entry =>
                            entry == parameters ? entry with { Value = NestedParameters.SideBySide(entry.Value)! } : entry),
                    ]
                };
            file = Set(file, Spelled(key), Value(setting, value));
        }

        return file;
    }

    /// <summary>True if the key changes the trials of a sweep, so that the result is another sweep.</summary>
    /// <exception cref="ArgumentException">The key does not exist.</exception>
    public static bool ChangesTrials(string key) => PathOf(Spelled(key)) switch
    {
        ["searcher", "max_concurrent_trials"] => false,
        [var section, ..] => section is "searcher" || OfTheTrials.Contains(section),
        [] => false,
    };

    private static string Spelled(string key) => key.Trim().Replace('-', '_');

    private static YamlTree.Map Set(YamlTree.Map file, string key, YamlTree value)
    {
        var path = PathOf(key);
        if (path is ["recipe", var swept] && !key.StartsWith("recipe.", StringComparison.Ordinal) && IsSweepOf(swept, value))
            (path, value) = (["parameters", swept], new YamlTree.Map(1, [new(1, "values", value)]));
        if (path is ["metric", _] && YamlEdits.Find(file, "metric") is null) file = WithMetricOfOurs(file);
        var line = (YamlEdits.Find(file, path) ?? YamlEdits.Find(file, path[0]))?.Line ?? 1;
        foreach (var other in Others(path))
        {
            line = YamlEdits.Find(file, other)?.Line ?? line;
            file = YamlEdits.Remove(file, other);
        }

        var isNull = value is YamlTree.Text { IsNull: true };
        return isNull ? YamlEdits.Remove(file, path) : YamlEdits.Set(file, path, value, line);
    }

    /// <summary>The synonyms of a path, or of a path above it.</summary>
    private static IEnumerable<string[]> Others(string[] path)
    {
        foreach (var ways in Synonyms.Where(ways => ways.Any(way => path.AsSpan().StartsWith(way))))
        {
            foreach (var other in ways.Where(way => !path.AsSpan().StartsWith(way))) yield return other;
        }

        // A setting that is fixed, or swept otherwise, comes last of all; what depends on the rest of it stays.
        if (path is ["recipe" or "parameters", _]) yield return path;
        if (path is ["parameters", var key, "values" or "value" or "min" or "max"])
        {
            string[] others = path[2] is "min" or "max"
                ? ["values", "value"]
                : ["values", "value", "min", "max", "count", "scale", "q", "type", "base", "distribution", "probabilities"];
            foreach (var other in others.Where(other => other != path[2])) yield return ["parameters", key, other];
        }
    }

    /// <summary>True if the value is a list of values to try, and not the single value of a setting that is itself a list.</summary>
    private static bool IsSweepOf(string key, YamlTree value) => value is YamlTree.List list
        && (RecipeSchema.Get(key).Kind is not SettingKind.NumberList || list.Items.Any(item => item is YamlTree.List));

    /// <summary>The file with Determined's metric in our keys, so that a part of it can be changed.</summary>
    private static YamlTree.Map WithMetricOfOurs(YamlTree.Map file)
    {
        if (YamlEdits.Find(file, "searcher", "metric") is not { } metric) return file;
        var isSmallerBetter = YamlEdits.Find(file, "searcher", "smaller_is_better") is { Value: YamlTree.Text text }
            ? Switches.Parse(text.Value)
            : null;
        var changed = YamlEdits.Set(YamlEdits.Remove(file, "searcher", "metric"), ["metric", "name"], metric.Value, metric.Line);
        if (isSmallerBetter is not { } isSmaller) return changed;
        var goal = new YamlTree.Text(metric.Line, (isSmaller ? Goal.Minimize : Goal.Maximize).Spelled(), IsNull: false);
        return YamlEdits.Set(YamlEdits.Remove(changed, "searcher", "smaller_is_better"), ["metric", "goal"], goal, metric.Line);
    }

    private static string[] PathOf(string key)
    {
        if (ShortNames.TryGetValue(key, out var path)) return path.Split('.');
        var steps = key.Split('.');
        if (SweepFile.Meaning(steps[0]) is { } section)
            return [section, .. section is "recipe" or "parameters" ? SettingPathOf(steps[1..]) : steps[1..]];
        if (SettingAliases.Of(key) is { } setting) return ["recipe", setting];
        throw new ArgumentException(
            DidYouMean.Refuse(key, "a key of a sweep file or a setting", [.. SweepFile.Keys, .. ShortNames.Keys, .. RecipeSchema.Keys]));
    }

    /// <summary>The setting that the first steps name, in one word or in several, and the remaining steps.</summary>
    private static string[] SettingPathOf(string[] steps)
    {
        for (var named = steps.Length; named > 0; named--)
        {
            if (steps[named..].All(ParameterReading.IsWord) && SettingAliases.Of(string.Join('.', steps[..named])) is { } setting)
                return [setting, .. steps[named..].Select(step => ParameterReading.Meaning(step) ?? step)];
        }

        return steps;
    }

    private static YamlTree Value(string setting, string value)
    {
        if (string.IsNullOrWhiteSpace(value)) return new YamlTree.Text(1, "", IsNull: true);
        var findings = new Findings();
        var tree = YamlTree.Read(value, findings);
        if (findings.Problems is [var problem, ..]) throw new ArgumentException($"the value of '{setting}' is wrong: {problem.Message}");
        return tree ?? new YamlTree.Text(1, "", IsNull: true);
    }
}
