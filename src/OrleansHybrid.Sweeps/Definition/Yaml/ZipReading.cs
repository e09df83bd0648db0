using OrleansHybrid.Sweeps.Search;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>Reads <c>zip: [[a, b], [c, d, e]]</c>: parameters that advance together instead of multiplying.</summary>
internal sealed class ZipReading
{
    private const string Form = "expected lists of parameters that advance together: zip: [[epochs, learning_rate]]";

    private readonly Section _top;
    private readonly List<(string Path, List<(string Key, int Line, string Path)> Names)> _groups = [];

    public ZipReading(Section top)
    {
        _top = top;
        if (top.Find("zip") is not { } zip || zip.Value is YamlTree.Text { IsNull: true }) return;
        if (zip.Value is not YamlTree.List groups || !groups.Items.All(group => group is YamlTree.List))
        {
            var flat = zip.Value is YamlTree.List { Inline: { } names } ? $"; write zip: [{names}]" : "";
            top.Report(zip.Line, "zip", Form + flat);
            return;
        }

        foreach (var (index, group) in groups.Items.Cast<YamlTree.List>().Index()) ReadGroup(group, $"zip[{index}]");
    }

    /// <summary>True if the parameter is zipped, so that a value may be repeated beside other values of its companions.</summary>
    public bool Has(string key) => _groups.Exists(group => group.Names.Exists(name => name.Key == key));

    /// <summary>Returns the groups; called when the swept parameters are known.</summary>
    /// <param name="axes">The swept parameters.</param>
    /// <param name="given">The place of each setting in the file, with the number of values listed there.</param>
    public IReadOnlyList<IReadOnlyList<string>> Check(IReadOnlyList<Axis> axes, IReadOnlyDictionary<string, Place> given)
    {
        foreach (var (_, names) in _groups)
        {
            foreach (var (key, line, path) in names.Where(name => axes.All(axis => axis.Key != name.Key)))
            {
                _top.Report(line, path, given.TryGetValue(key, out var place)
                    ? $"{key} is fixed in line {place.Line}, so it cannot advance with others; give it 'values', or remove it"
                    : $"{key} is not swept; give it 'values' under 'parameters', or take it out");
            }
        }

        if (_groups.Exists(group => group.Names.Exists(name => axes.All(axis => axis.Key != name.Key)))) return [];
        foreach (var (path, names) in _groups) CheckRows(path, [.. names.Select(name => axes.First(axis => axis.Key == name.Key))], given);
        return [.. _groups.Select(group => group.Names.ConvertAll(name => name.Key))];
    }

    private void ReadGroup(YamlTree.List group, string path)
    {
        var names = new List<(string Key, int Line, string Path)>();
        foreach (var (index, item) in group.Items.Index())
        {
            var place = $"{path}[{index}]";
            var name = item is YamlTree.Text text ? text.Value : item.Inline ?? "";
            var key = SettingAliases.Of(name);
            if (key is null) _top.Report(item.Line, place, RecipeSchema.Refuse(name));
            else if (key == RecipeSchema.Seed.Key)
                _top.Report(item.Line, place, "every configuration is trained with every seed, so seeds cannot be zipped");
            else if (Has(key) || names.Exists(other => other.Key == key))
                _top.Report(item.Line, place, $"{key} is already zipped; it can be in only one group");
            else names.Add((key, item.Line, place));
        }

        if (group.Items.Count < 2) _top.Report(group.Line, path, "takes two parameters or more, which then advance together");
        else if (names.Count == group.Items.Count) _groups.Add((path, names));
    }

    private void CheckRows(string path, List<Axis> axes, IReadOnlyDictionary<string, Place> given)
    {
        var first = axes[0];
        // Values that are wrong have been reported, and would be missing here.
        if (axes.Exists(axis => axis.Values.Count != given[axis.Key].Values)) return;
        foreach (var other in axes.Where(axis => axis.Values.Count != first.Values.Count))
        {
            _top.Report(_top.Find("zip")!.Line, path, $"{first.Key} in line {given[first.Key].Line} has {first.Values.Count} values and "
                + $"{other.Key} in line "
                + $"{given[other.Key].Line} has {other.Values.Count}; zipped parameters need equally many values");
        }

        if (axes.Exists(axis => axis.Values.Count != first.Values.Count)) return;
        var rows = Enumerable.Range(0, first.Values.Count)
            .GroupBy(row => string.Join(", ", axes.Select(axis => $"{axis.Key} {axis.Values[row]}")));
        foreach (var row in rows.Where(row => row.Count() > 1))
            _top.Report(
                _top.Find("zip")!.Line,
                path,
                $"{row.Key} comes {row.Count()} times, at [{string.Join("], [", row)}]; each row is tried once");
    }
}
