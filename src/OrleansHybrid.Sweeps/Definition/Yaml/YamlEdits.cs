namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>
/// Changes of a sweep file's tree at a path in our keys, whichever keys the file has. A new entry gets the line of the entry that it
/// replaces, else the line of its section.
/// </summary>
internal static class YamlEdits
{
    public static YamlTree.Entry? Find(YamlTree.Map map, params ReadOnlySpan<string> path) => Find(map, path, 0);

    /// <summary>The map with a value at a path, last in its section.</summary>
    public static YamlTree.Map Set(YamlTree.Map map, ReadOnlySpan<string> path, YamlTree value, int line) => Set(map, path, 0, value, line);

    /// <summary>The map without the entry at a path.</summary>
    public static YamlTree.Map Remove(YamlTree.Map map, params ReadOnlySpan<string> path) => Remove(map, path, 0);

    /// <summary>The tree with the line number of one line in all its nodes.</summary>
    public static YamlTree At(int line, YamlTree tree) => tree switch
    {
        YamlTree.Map map =>
            new YamlTree.Map(line, [.. map.Entries.Select(entry => new YamlTree.Entry(line, entry.Key, At(line, entry.Value)))]),
        YamlTree.List list => new YamlTree.List(line, [.. list.Items.Select(item => At(line, item))]),
        _ => tree with { Line = line },
    };

    private static YamlTree.Entry? Find(YamlTree.Map map, ReadOnlySpan<string> path, int depth)
    {
        var index = IndexOf(map, path, depth);
        if (index < 0 || depth == path.Length - 1) return index < 0 ? null : map.Entries[index];
        return map.Entries[index].Value is YamlTree.Map inner ? Find(inner, path, depth + 1) : null;
    }

    private static YamlTree.Map Set(YamlTree.Map map, ReadOnlySpan<string> path, int depth, YamlTree value, int line)
    {
        var index = IndexOf(map, path, depth);
        if (depth == path.Length - 1)
        {
            if (index >= 0) line = map.Entries[index].Line;
            var entry = new YamlTree.Entry(line, index < 0 ? path[depth] : map.Entries[index].Key, At(line, value));
            return map with
            {
                Entries = index < 0 ? [.. map.Entries, entry] : [.. map.Entries.Select((old, i) => i == index ? entry : old)]
            };
        }

        var inner = index >= 0 && map.Entries[index].Value is YamlTree.Map below ? below : new YamlTree.Map(line, []);
        var changed = Set(inner, path, depth + 1, value, line);
        return index < 0
            ? map with { Entries = [.. map.Entries, new YamlTree.Entry(line, path[depth], changed)] }
            : map with { Entries = [.. map.Entries.Select((old, i) => i == index ? old with { Value = changed } : old)] };
    }

    private static YamlTree.Map Remove(YamlTree.Map map, ReadOnlySpan<string> path, int depth)
    {
        var index = IndexOf(map, path, depth);
        if (index < 0) return map;
        if (depth == path.Length - 1) return Remove(map with { Entries = [.. map.Entries.Where((_, i) => i != index)] }, path, depth);
        if (map.Entries[index].Value is not YamlTree.Map inner) return map;
        var changed = Remove(inner, path, depth + 1);
        return map with { Entries = [.. map.Entries.Select((old, i) => i == index ? old with { Value = changed } : old)] };
    }

    private static int IndexOf(YamlTree.Map map, ReadOnlySpan<string> path, int depth)
    {
        for (var i = 0; i < map.Entries.Count; i++)
        {
            if (MeaningOf(map.Entries[i].Key, path, depth) == path[depth]) return i;
        }

        return -1;
    }

    private static string? MeaningOf(string key, ReadOnlySpan<string> path, int depth) => (depth, path[0]) switch
    {
        (0, _) => SweepFile.Meaning(key) ?? key,
        (1, "parameters") => SettingAliases.Of(key) ?? key,
        (2, "parameters") => ParameterReading.Meaning(key) ?? key,
        (1, "checkpoint") => Determined.Checkpoint.Alias(key) ?? key,
        _ => key,
    };
}
