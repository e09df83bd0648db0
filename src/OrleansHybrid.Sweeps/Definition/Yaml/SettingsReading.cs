using System.Globalization;
using OrleansHybrid.Sweeps.Search;
using OrleansHybrid.Sweeps.Search.Spaces;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>The place of a setting in a file.</summary>
/// <param name="Values">Number of values listed there, valid or not; 1 if the setting is fixed.</param>
internal readonly record struct Place(int Line, string Path, int Values);

/// <summary>
/// Reads the recipe of a sweep file: the fixed settings, the swept settings and the seeds. A swept <c>seed</c> is another way to write
/// <c>repeats.seeds</c>.
/// </summary>
internal sealed class SettingsReading
{
    private static readonly Setting Seed = RecipeSchema.Seed, Validation = RecipeSchema.Of(nameof(Recipe.Validation));

    private readonly Findings _findings;
    private readonly ZipReading _zip;
    private readonly ConditionReading _conditions;
    private readonly List<Axis> _axes = [];
    private readonly Dictionary<string, Distribution> _ranges = [], _weights = [];
    private readonly bool _isDrawn;

    /// <param name="recipe">The fixed settings.</param>
    /// <param name="parameters">The swept ones, or others that are fixed by a <c>value</c>.</param>
    /// <param name="repeats">The <c>seeds</c>.</param>
    /// <param name="isDrawn">True for a method that draws: then a range needs no count.</param>
    /// <param name="origin">In Determined's files a bare value fixes a parameter.</param>
    public SettingsReading(Section top, Section recipe, Section parameters, Section repeats, bool isDrawn, Origin origin, Findings findings)
    {
        (_findings, _isDrawn) = (findings, isDrawn);
        (_zip, _conditions) = (new(top), new(findings));
        foreach (var entry in recipe.Entries) Fix(entry, recipe.PathOf(entry.Key), entry.Value);
        foreach (var entry in parameters.Entries) Read(entry, parameters, recipe.Find(entry.Key), origin);

        var swept = _axes.Find(axis => axis.Key == Seed.Key);
        Axes = [.. _axes.Where(axis => axis != swept)];
        var seeds = ReadSeeds(recipe, parameters, repeats) ?? swept?.Values ?? [Seed.Read(Recipe)];
        Seeds = [.. seeds.Select(seed => long.Parse(seed, CultureInfo.InvariantCulture))];
        foreach (var key in _ranges.Keys.Where(_zip.Has))
            parameters.Report(
                Given[key].Line, key, "is drawn from a range, so it cannot advance with others; give it 'values', or take it out of 'zip'");
        Rules = new(_zip.Check(Axes, Given), _conditions.Check(Axes, Recipe, _ranges.Keys), ConstraintReading.Read(top));
    }

    public Recipe Recipe { get; private set; } = new();

    public IReadOnlyList<Axis> Axes { get; }

    public IReadOnlyList<long> Seeds { get; }

    public GridRules Rules { get; }

    /// <summary>The settings that are drawn, zipped ones as one.</summary>
    public IReadOnlyList<DrawnSetting> Drawn =>
    [
        .. from axis in Axes
           group axis by (object?)Rules.Zips.FirstOrDefault(zip => zip.Contains(axis.Key)) ?? axis into together
           let keys = together.Select(axis => axis.Key).ToList()
           let first = together.First()
           select _ranges.TryGetValue(first.Key, out var range) ? new DrawnSetting(keys, range) : new DrawnSetting(
               keys,
               keys.Count == 1 && _weights.TryGetValue(first.Key, out var weights)
                   ? weights
                   : Distributions.Categories(first.Values.Count).OrThrow(),
               [.. Enumerable.Range(0, first.Values.Count).Select(row => together.Select(axis => axis.Values[row]).ToList())]),
    ];

    /// <summary>Whether any trial holds validation images out.</summary>
    public bool HasValidation =>
        Recipe.Validation > 0 || Axes.Any(axis => axis.Key == Validation.Key && axis.Values.Any(value => value != Validation.Default));

    /// <summary>Where the file gives a setting, be it fixed or swept.</summary>
    public Dictionary<string, Place> Given { get; } = [];

    /// <summary>Fixes a setting that the file gives outside the recipe.</summary>
    public void Fix(YamlTree.Entry entry, string path, YamlTree value)
    {
        var setting = RecipeSchema.Get(entry.Key);
        Given.TryAdd(setting.Key, new(entry.Line, path, 1));
        if (SettingValues.Read(setting, value, path, _findings) is { } canonical) Recipe = setting.Apply(Recipe, canonical);
    }

    private IReadOnlyList<string>? ReadSeeds(Section recipe, Section parameters, Section repeats)
    {
        if (repeats.Find("seeds") is not { } seeds) return null;
        foreach (var section in new[] { recipe, parameters })
        {
            if (section.Find(Seed.Key) is { } other)
                section.Report(other.Line, Seed.Key, $"repeats.seeds in line {seeds.Line} sets the seed already; keep one of them");
        }

        return SettingValues.ReadList(Seed, seeds, repeats.PathOf("seeds"), _findings);
    }

    private void Read(YamlTree.Entry parameter, Section parameters, YamlTree.Entry? fixedToo, Origin origin)
    {
        var (path, setting) = (parameters.PathOf(parameter.Key), RecipeSchema.Get(parameter.Key));
        if (parameter.Value is not YamlTree.Map map)
        {
            if (fixedToo is not null) ReportFixedToo();
            if (origin is Origin.Determined) Fix(parameter, path, parameter.Value);
            else
                _findings.Refuse(
                    parameter.Line,
                    path,
                    $"a parameter needs 'values', or a 'value' that fixes it: write {parameter.Written}: {{{ExampleOf(parameter.Value)}}}");
            return;
        }

        var reading = new ParameterReading(setting, map, parameter.Line, path, _zip.Has(parameter.Key), origin, _isDrawn, _findings);
        // With a condition the recipe says what the setting is where it is not swept.
        if (fixedToo is not null && reading.When is null) ReportFixedToo();
        if (reading.Value is { } value) Fix(parameter, reading.PathOf("value"), value);
        if (reading.Range is { } range) _ranges.Add(parameter.Key, range);
        if (reading.Weights is { } weights) _weights.Add(parameter.Key, weights);
        if ((reading.Values ?? EndsOf(setting, reading.Range)) is not { } values) return;
        var listed = map.Entries.Select(entry => entry.Value).OfType<YamlTree.List>().FirstOrDefault()?.Items.Count;
        Given[parameter.Key] = new(parameter.Line, path, reading.Values is null ? values.Count : listed ?? values.Count);
        _axes.Add(new(parameter.Key, values));
        if (reading.When is { } when) _conditions.Read(parameter.Key, when, reading.PathOf("when"));

        void ReportFixedToo() =>
            parameters.Report(parameter.Line, parameter.Key, $"is fixed under 'recipe' too, in line {fixedToo.Line}; keep one of them");
    }

    /// <summary>The ends of a range, for what looks at the values of a sweep before they are drawn.</summary>
    private static List<string>? EndsOf(Setting setting, Distribution? range)
    {
        if (range is null) return null;
        var texts = new[] { range.Low, range.High }
            .Select(end => setting.TryParse(end.ToString("R", CultureInfo.InvariantCulture), out var text, out _) ? text : null)
                .OfType<string>()
                .Distinct()
                .ToList();
        return texts.Count > 0 ? texts : [setting.Default];
    }

    private static string ExampleOf(YamlTree given) => given switch
    {
        YamlTree.List { Inline: { } list } => $"values: {list}",
        YamlTree.Text { IsNull: false } text => $"value: {text.Value}",
        _ => "values: [...]",
    };
}
