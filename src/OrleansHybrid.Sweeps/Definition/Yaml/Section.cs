using System.Globalization;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Text;

namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>
/// A mapping of the sweep file with known keys. Opening it reports unknown keys and keys given twice, also under another tool's name. A
/// value that is absent or wrong is read as null, and a wrong one is reported.
/// </summary>
internal sealed class Section
{
    /// <summary>Keys of sections that authors often write at the top of the file, where other tools have them.</summary>
    private static readonly Dictionary<string, string> Homes = new()
    {
        ["gpus"] = "resources",
        ["cpus"] = "resources",
        ["priority"] = "resources",
        ["weight"] = "resources",
        ["max_slots"] = "resources",
        ["max_trials"] = "budget",
        ["max_duration"] = "budget",
        ["max_gpu_hours"] = "budget",
        ["max_trial_duration"] = "budget",
    };

    private readonly OrderedDictionary<string, YamlTree.Entry> _entries = [];
    private readonly string _path;
    private readonly Findings _findings;

    /// <param name="tree">The mapping; null if the file does not have the section.</param>
    /// <param name="path">Path of the section; empty for the whole file.</param>
    public Section(YamlTree? tree, string path, Words words, Findings findings)
    {
        (_path, _findings) = (path, findings);
        if (tree is null or YamlTree.Text { IsNull: true }) return;
        Line = tree.Line;
        if (tree is not YamlTree.Map map)
        {
            findings.Refuse(tree.Line, path, $"expected keys with values, such as '{words.Keys.First()}: ...'");
            return;
        }

        foreach (var entry in map.Entries) Add(entry, words);
    }

    /// <summary>The first line of the section; 1 if it is absent.</summary>
    public int Line { get; } = 1;

    /// <summary>The known keys that are given, in the order of the file.</summary>
    public IEnumerable<YamlTree.Entry> Entries => _entries.Values;

    public YamlTree.Entry? Find(string key) => _entries.GetValueOrDefault(key);

    /// <summary>The path of a key as the file spells it.</summary>
    public string PathOf(string key) => Join(Find(key)?.Written ?? key);

    public void Report(int line, string key, string message) => _findings.Refuse(line, PathOf(key), message);

    public void Note(int line, string key, string message) => _findings.Note(line, PathOf(key), message);

    public Section Open(string key, Words words) => new(Find(key)?.Value, PathOf(key), words, _findings);

    public string? Text(string key)
    {
        if (Find(key) is not { } entry) return null;
        if (entry.Value is YamlTree.Text { IsNull: false } text) return text.Value;
        Report(entry.Line, key, entry.Value is YamlTree.Text ? "has no value; give one or remove the key" : "expected a single value");
        return null;
    }

    public int? Whole(string key, int min, int max = int.MaxValue)
    {
        if (Text(key) is not { } text) return null;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max)
            return value;
        var bounds = max == int.MaxValue ? $"of at least {min}" : $"from {min} to {max}";
        Report(_entries[key].Line, key, $"'{text}' is not a whole number {bounds}");
        return null;
    }

    /// <summary>A number above 0.</summary>
    public double? Positive(string key)
    {
        if (Text(key) is not { } text) return null;
        const NumberStyles Decimal = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (double.TryParse(text, Decimal, CultureInfo.InvariantCulture, out var value) && value > 0 && double.IsFinite(value))
            return value;
        Report(_entries[key].Line, key, $"'{text}' is not a number above 0");
        return null;
    }

    public TimeSpan? Duration(string key)
    {
        if (Text(key) is not { } text) return null;
        if (Durations.Parse(text) is { } time) return time;
        Report(_entries[key].Line, key, $"'{text}' is not a time; write it as 90s, 45m, 12h, 2d or 1h30m");
        return null;
    }

    public long? Bytes(string key)
    {
        if (Text(key) is not { } text) return null;
        if (ByteSizes.Parse(text) is { } bytes) return bytes;
        Report(_entries[key].Line, key, $"'{text}' is not an amount of storage; write it as 500MB, 20GB or 1.5TB");
        return null;
    }

    public bool? Switch(string key)
    {
        if (Text(key) is not { } text) return null;
        if (Switches.Parse(text) is { } isOn) return isOn;
        Report(_entries[key].Line, key, DidYouMean.Refuse(text, "a switch", Switches.Words));
        return null;
    }

    /// <summary>The choice that the text under <paramref name="key"/> names.</summary>
    /// <param name="what">The kind of the choices, for the message: "a goal".</param>
    public T? Choice<T>(string key, string what, IReadOnlyDictionary<string, T> choices)
        where T : struct
    {
        if (Text(key) is not { } text) return null;
        if (choices.TryGetValue(text, out var choice)) return choice;
        Report(_entries[key].Line, key, DidYouMean.Refuse(text, what, choices.Keys));
        return null;
    }

    private void Add(YamlTree.Entry entry, Words words)
    {
        if (words.Ignored(entry) is { } why)
        {
            _findings.Note(entry.Line, Join(entry.Key), $"is ignored: {why}");
            return;
        }

        var known = words.Keys.Contains(entry.Key) || words.Foreign.Contains(entry.Key)
            ? entry
            : words.Alias(entry.Key) is { } own
            ? entry with { Key = own }
            : null;
        if (known is null)
        {
            _findings.Refuse(entry.Line, Join(entry.Key), words.Refused(entry.Key) ?? UnknownKey(entry.Key, words.Keys));
        }
        else if (!_entries.TryAdd(known.Key, known))
        {
            var first = _entries[known.Key];
            _findings.Refuse(entry.Line, Join(entry.Key), first.Written == entry.Written
                ? $"given twice, first in line {first.Line}; keep one"
                : $"is the same as '{first.Written}' in line {first.Line}; keep one");
        }
        else if (words.NotesAliases && known.Key != known.Written)
        {
            _findings.Note(entry.Line, Join(entry.Key), $"is read as '{known.Key}'");
        }
    }

    private string Join(string key) => _path.Length == 0 || key.Length == 0 ? _path + key : $"{_path}.{key}";

    private string UnknownKey(string key, IReadOnlyCollection<string> keys)
    {
        if (ReferenceEquals(keys, RecipeSchema.Keys)) return RecipeSchema.Refuse(key);
        if (_path.Length > 0) return DidYouMean.Refuse(key, $"a key of '{_path}'", keys);
        if (RecipeSchema.Find(key) is not null)
            return "a setting of the recipe does not belong at the top: write it under 'recipe' to fix it or under 'parameters' to sweep "
                + "it";
        return Homes.TryGetValue(key, out var home)
            ? $"does not belong at the top: write it under '{home}'"
            : DidYouMean.Refuse(key, "a key of a sweep file", keys);
    }
}
