using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>Reads values of settings into their canonical texts.</summary>
internal static class SettingValues
{
    /// <returns>The value's canonical text; null if there is a problem.</returns>
    public static string? Read(Setting setting, YamlTree tree, string path, Findings findings)
    {
        string? canonical = null;
        var problem = tree switch
        {
            YamlTree.Text { IsNull: true } => $"has no value. {setting.Summary}",
            YamlTree.List when setting.Kind is not SettingKind.NumberList =>
                $"takes a single value; to try several, write {setting.Key}: {{values: [...]}} under 'parameters'",
            { Inline: { } text } => setting.TryParse(text, out canonical, out var reason) ? null : reason,
            _ => "expected a value, found keys",
        };
        if (problem is not null) findings.Refuse(tree.Line, path, problem);
        return canonical;
    }

    /// <param name="mayRepeat">True if a value may be repeated, as in a zipped list.</param>
    /// <returns>The canonical texts of a list's valid values, in the list's order.</returns>
    public static IReadOnlyList<string> ReadList(
        Setting setting, YamlTree.Entry entry, string path, Findings findings, bool mayRepeat = false)
    {
        if (entry.Value is not YamlTree.List { Items: { Count: > 0 } items })
        {
            findings.Refuse(entry.Line, path, entry.Value switch
            {
                YamlTree.List => "the list is empty; give at least one value",
                YamlTree.Text { IsNull: false } text => $"expected a list of values: [{text.Value}]",
                _ => "expected a list of values: [...]",
            });
            return [];
        }

        var (values, firstAt) = (new List<string>(), new Dictionary<string, int>());
        for (var i = 0; i < items.Count; i++)
        {
            var place = $"{path}[{i}]";
            if (Read(setting, items[i], place, findings) is not { } canonical) continue;
            if (firstAt.TryAdd(canonical, i) || mayRepeat) values.Add(canonical);
            else
                findings.Refuse(
                    items[i].Line, place, $"{canonical} is already in the list, at [{firstAt[canonical]}]; each value is tried once");
        }

        return values;
    }
}
