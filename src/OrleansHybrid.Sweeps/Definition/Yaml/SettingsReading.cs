using System.Globalization;
using OrleansHybrid.Sweeps.Search;
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
    private static readonly Setting Seed = RecipeSchema.Get("seed");

    private readonly Findings _findings;
    private readonly ZipReading _zip;
    private readonly ConditionReading _conditions;
    private readonly List<Axis> _axes = [];

    /// <param name="recipe">The section of fixed settings.</param>
    /// <param name="parameters">The section of swept settings, and of settings fixed by a <c>value</c>.</param>
    /// <param name="repeats">The section of the <c>seeds</c>.</param>
    /// <param name="origin">The tool of the file; in Determined's files a bare value fixes a parameter.</param>
    public SettingsReading(Section top, Section recipe, Section parameters, Section repeats, Origin origin, Findings findings)
    {
        _findings = findings;
        (_zip, _conditions) = (new(top), new(findings));
        foreach (var entry in recipe.Entries) Fix(entry, recipe.PathOf(entry.Key), entry.Value);
        foreach (var entry in parameters.Entries) Read(entry, parameters, recipe.Find(entry.Key), origin);

        var swept = _axes.Find(axis => axis.Key == Seed.Key);
        Axes = [.. _axes.Where(axis => axis != swept)];
        var seeds = ReadSeeds(recipe, parameters, repeats) ?? swept?.Values ?? [Seed.Read(Recipe)];
        Seeds = [.. seeds.Select(seed => long.Parse(seed, CultureInfo.InvariantCulture))];
        Rules = new(_zip.Check(Axes, Given), _conditions.Check(Axes, Recipe), ConstraintReading.Read(top));
    }

    public Recipe Recipe { get; private set; } = new();

    public IReadOnlyList<Axis> Axes { get; }

    public IReadOnlyList<long> Seeds { get; }

    public GridRules Rules { get; }

    /// <summary>The place of each setting in the file, fixed or swept.</summary>
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
                _findings.Refuse(parameter.Line, path, $"a parameter needs 'values', or a 'value' that fixes it: write {parameter.Written}: {{{ExampleOf(parameter.Value)}}}");
            return;
        }

        var reading = new ParameterReading(setting, map, parameter.Line, path, _zip.Has(parameter.Key), origin, _findings);
        // With a condition the recipe says what the setting is where it is not swept.
        if (fixedToo is not null && reading.When is null) ReportFixedToo();
        if (reading.Value is { } value) Fix(parameter, reading.PathOf("value"), value);
        if (reading.Values is null) return;
        var listed = map.Entries.Select(entry => entry.Value).OfType<YamlTree.List>().FirstOrDefault()?.Items.Count;
        Given[parameter.Key] = new(parameter.Line, path, listed ?? reading.Values.Count);
        _axes.Add(new(parameter.Key, reading.Values));
        if (reading.When is { } when) _conditions.Read(parameter.Key, when, reading.PathOf("when"));

        void ReportFixedToo() => parameters.Report(parameter.Line, parameter.Key, $"is fixed under 'recipe' too, in line {fixedToo.Line}; keep one of them");
    }

    private static string ExampleOf(YamlTree given) => given switch
    {
        YamlTree.List { Inline: { } list } => $"values: {list}",
        YamlTree.Text { IsNull: false } text => $"value: {text.Value}",
        _ => "values: [...]",
    };
}
