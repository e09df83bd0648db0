using System.Text.Json;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>
/// Settings by their names in sweep files of other tools, if the meaning is unambiguous. Our own section <c>recipe</c> has one spelling
/// for each, which keeps files comparable.
/// </summary>
internal static class SettingAliases
{
    private static readonly Dictionary<string, string> Names = new(
        from setting in RecipeSchema.Settings
        from alias in setting.Aliases
        select KeyValuePair.Create(alias, setting.Key));

    /// <summary>Settings that the learner does not have, with the reason.</summary>
    private static readonly Dictionary<string, string> Absent = new()
    {
        ["optimizer"] = Optimizer,
        ["opt"] = Optimizer,
        ["dropout"] = "no network of this learner drops units out; remove it",
        ["beta1"] = Optimizer,
        ["beta2"] = Optimizer,
    };

    private const string Optimizer = "the learner trains by SGD with momentum and has no other optimizer; remove it";

    /// <summary>The keys that may stand under 'parameters'.</summary>
    public static Words Words { get; } = new(RecipeSchema.Keys)
    {
        Alias = Of,
        NotesAliases = true,
        Refused = WhyAbsent,
        Ignored = entry => WhyAbsent(entry.Key) is Optimizer && IsSgd(entry.Value) ? "the learner trains by SGD with momentum" : null,
    };

    /// <param name="name">
    /// A name, also a compound one such as <c>optimizer.lr</c> or <c>model/name</c>, in which the last part names the setting.
    /// </param>
    /// <returns>The key of the setting; null if there is none.</returns>
    public static string? Of(string name)
    {
        var parts = PartsOf(name);
        // knn.temperature is a setting of its own, knn_temperature.
        return Enumerable.Range(0, parts.Length)
            .Select(first => Single(string.Join('_', parts[first..])))
            .FirstOrDefault(key => key is not null);
    }

    /// <summary>The words of a compound name in snake_case, without words that only announce parameters, a name or a type.</summary>
    internal static string[] PartsOf(string name) =>
        [.. name.TrimStart('+').Split('.', '/').Select(Folded).Where(part => part is not ("" or "parameters" or "name" or "type"))];

    private static string? Single(string folded) => RecipeSchema.Find(folded) is not null ? folded : Names.GetValueOrDefault(folded);

    private static string? WhyAbsent(string name) => PartsOf(name) is [.., var last] ? Absent.GetValueOrDefault(last) : null;

    private static string Folded(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name).Replace('-', '_');

    private static bool IsValue(string key) => key is "value" or "values" or "val" or "vals";

    private static bool IsSgd(YamlTree given) => given switch
    {
        YamlTree.Text text => text.Value.Equals("sgd", StringComparison.OrdinalIgnoreCase),
        YamlTree.List list => list.Items.Count > 0 && list.Items.All(IsSgd),
        YamlTree.Map map =>
            map.Entries.Any(entry => IsValue(entry.Key)) && map.Entries.All(entry => !IsValue(entry.Key) || IsSgd(entry.Value)),
        _ => false,
    };
}
