namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>
/// Flattens nested parameters, because a recipe has no nesting: W&amp;B's <c>optimizer: {parameters: {lr: …}}</c> and Determined's
/// <c>optimizer: {lr: …}</c> become <c>optimizer.parameters.lr</c> and <c>optimizer.lr</c>, which <see cref="SettingAliases"/> recognises
/// by their last word.
/// </summary>
internal static class NestedParameters
{
    public static YamlTree? SideBySide(YamlTree? parameters) =>
        parameters is YamlTree.Map map ? map with { Entries = [.. map.Entries.SelectMany(Below)] } : parameters;

    private static IEnumerable<YamlTree.Entry> Below(YamlTree.Entry entry) =>
        entry.Value is YamlTree.Map { Entries.Count: > 0 } map && IsGroup(entry.Key, map)
        ? map.Entries.SelectMany(inner => Below(new(inner.Line, $"{entry.Key}.{inner.Key}", inner.Value)))
        : [entry];

    private static bool IsGroup(string name, YamlTree.Map map) =>
        map.Entries.Any(entry =>
            entry is { Key: "parameters", Value: YamlTree.Map inner } && !inner.Entries.Any(word => ParameterReading.IsWord(word.Key)))
        || (!map.Entries.Any(entry => ParameterReading.IsWord(entry.Key))
            // A word that is misspelt makes no group of a setting.
            && (
                name.EndsWith(".parameters", StringComparison.Ordinal)
                    || SettingAliases.Of(name) is null
                    || map.Entries.Any(entry => SettingAliases.Of(entry.Key) is not null)));
}
