using OrleansHybrid.Sweeps.Definition.Yaml;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace OrleansHybrid.Sweeps.Definition;

/// <summary>
/// Changes a sweep file's text as a person says it beside the file: <c>epochs=5</c> fixes a setting,
/// <c>temperature=[0.1, 0.5]</c> sweeps it, <c>priority=10</c> or <c>checkpoint.keep=3</c> sets what the sweep says of itself, and
/// <c>max_slots=null</c> takes back what it says.
/// </summary>
public static class SweepOverrides
{
    private static readonly Dictionary<string, string> ShortNames = new()
    {
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
    };

    private static readonly string[] OfTheTrials = ["name", "method", "metric", "parameters", "recipe", "repeats", "zip", "constraints"];

    /// <summary>Two ways to say one thing, ours and another tool's, of which a file may have one.</summary>
    private static readonly (string Ours, string Theirs)[] Synonyms =
    [
        ("method", "searcher.name"),
        ("metric", "searcher.metric"),
        ("max_concurrent_trials", "searcher.max_concurrent_trials"),
        ("budget.max_trials", "run_cap"),
        ("checkpoint.save_sweep_best", "checkpoint.save_experiment_best"),
    ];

    /// <param name="yaml">A sweep file's text.</param>
    /// <param name="settings">Each <c>key=value</c>, the value in YAML.</param>
    /// <returns>Its text with the settings in it, without its comments; a text that is no YAML map comes back as it is.</returns>
    /// <exception cref="ArgumentException">A setting is malformed, or there is no such key; the message says which and what to write.</exception>
    public static string Apply(string yaml, IEnumerable<string> settings)
    {
        if (Load(yaml) is not { Documents: [{ RootNode: YamlMappingNode root }] } stream) return yaml;
        foreach (var setting in settings)
        {
            if (setting.Split('=', 2) is not [{ Length: > 0 } key, var value]) throw new ArgumentException($"'{setting}' sets nothing: write key=value, such as epochs=5");
            Set(root, Spelled(key), Value(setting, value));
        }

        var text = new StringWriter();
        stream.Save(text, assignAnchors: false);
        return text.ToString().Replace("\n...\n", "\n", StringComparison.Ordinal);
    }

    /// <summary>Whether the key changes which trials a sweep has, so that it is another sweep.</summary>
    /// <exception cref="ArgumentException">There is no such key.</exception>
    public static bool ChangesTrials(string key) => PathOf(Spelled(key)) switch
    {
        ["searcher", "max_concurrent_trials"] => false,
        [var section, ..] => section is "searcher" || OfTheTrials.Contains(section),
        [] => false,
    };

    private static YamlStream? Load(string yaml)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            return stream;
        }
        catch (YamlException)
        {
            // Whoever parses the text says what is wrong with it, and where.
            return null;
        }
    }

    private static string Spelled(string key) => key.Trim().Replace('-', '_');

    private static void Set(YamlMappingNode root, string key, YamlNode value)
    {
        var path = PathOf(key);
        if (path is ["recipe", var swept] && value is YamlSequenceNode && RecipeSchema.Keys.Contains(key))
            (path, value) = (["parameters", swept], new YamlMappingNode("values", value));
        if (path is ["recipe" or "parameters", var setting])
        {
            Remove(root, ["recipe", setting]);
            Remove(root, ["parameters", setting]);
        }

        foreach (var (ours, theirs) in Synonyms)
        {
            if (path.SequenceEqual(ours.Split('.'))) Remove(root, theirs.Split('.'));
            if (path.SequenceEqual(theirs.Split('.'))) Remove(root, ours.Split('.'));
        }

        path = AsWritten(root, path);
        var place = root;
        foreach (var step in path[..^1])
        {
            if (!place.Children.TryGetValue(step, out var next) || next is not YamlMappingNode) place.Children[step] = next = new YamlMappingNode();
            place = (YamlMappingNode)next;
        }

        if (value is YamlScalarNode { Style: ScalarStyle.Plain, Value: "" or "~" or "null" }) place.Children.Remove(path[^1]);
        else place.Children[path[^1]] = value;
    }

    private static void Remove(YamlMappingNode root, string[] path)
    {
        var written = AsWritten(root, path);
        if (written is [var key]) root.Children.Remove(key);
        else if (root.Children.TryGetValue(written[0], out var node) && node is YamlMappingNode section) section.Children.Remove(written[1]);
    }

    /// <summary>The path with its section by the name that the file has for it.</summary>
    private static string[] AsWritten(YamlMappingNode root, string[] path)
    {
        var section = root.Children.Keys.OfType<YamlScalarNode>().Select(key => key.Value!).FirstOrDefault(key => SweepFile.Meaning(key) == path[0]);
        return section is null ? path : [section, .. path[1..]];
    }

    private static string[] PathOf(string key)
    {
        if (ShortNames.TryGetValue(key, out var path)) return path.Split('.');
        var steps = key.Split('.');
        if (SweepFile.Meaning(steps[0]) is { } section) return [section, .. steps[1..]];
        if (steps.Length == 1 && RecipeSchema.Keys.Contains(key)) return ["recipe", key];
        throw new ArgumentException(DidYouMean.Refuse(key, "a key of a sweep file or a setting", [.. SweepFile.Keys, .. ShortNames.Keys, .. RecipeSchema.Keys]));
    }

    private static YamlNode Value(string setting, string value)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(value));
            return stream.Documents is [var document] ? document.RootNode : new YamlScalarNode("");
        }
        catch (YamlException broken)
        {
            throw new ArgumentException($"the value of '{setting}' is not valid YAML: {broken.Message}", broken);
        }
    }
}
