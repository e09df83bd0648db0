using System.Globalization;

namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>
/// What a sweep file says of the recipe: which settings are fixed, which are swept, and with which seeds. A swept
/// <c>seed</c> is another way to write <c>repeats.seeds</c>.
/// </summary>
internal sealed class SettingsReading
{
    /// <summary>What other tuners call ranges and distributions.</summary>
    private static readonly string[] RangeKeys =
        ["min", "max", "low", "high", "lower", "upper", "distribution", "range", "step", "mu", "sigma", "log", "q", "probabilities"];

    private static readonly Setting Seed = RecipeSchema.Get("seed");

    private readonly ICollection<Problem> _problems;
    private readonly List<Axis> _axes = [];

    /// <param name="recipe">The fixed settings.</param>
    /// <param name="parameters">The swept ones, each with <c>values</c>, or fixed by a <c>value</c>.</param>
    /// <param name="repeats">The <c>seeds</c>.</param>
    public SettingsReading(Section recipe, Section parameters, Section repeats, ICollection<Problem> problems)
    {
        _problems = problems;
        foreach (var entry in recipe.Entries) Fix(entry, recipe.PathOf(entry.Key), entry.Value);
        foreach (var entry in parameters.Entries)
        {
            if (recipe.Find(entry.Key) is { } fixedToo)
                parameters.Report(entry.Line, entry.Key, $"is fixed under 'recipe' too, in line {fixedToo.Line}; keep one of them");
            ReadParameter(entry, parameters.PathOf(entry.Key));
        }

        var swept = _axes.Find(axis => axis.Key == Seed.Key);
        Axes = [.. _axes.Where(axis => axis != swept)];
        var seeds = ReadSeeds(recipe, parameters, repeats) ?? swept?.Values ?? [Seed.Read(Recipe)];
        Seeds = [.. seeds.Select(seed => long.Parse(seed, CultureInfo.InvariantCulture))];
    }

    public Recipe Recipe { get; private set; } = new();

    public IReadOnlyList<Axis> Axes { get; }

    public IReadOnlyList<long> Seeds { get; }

    /// <summary>Where the file gives a setting, be it fixed or swept.</summary>
    public Dictionary<string, (int Line, string Path)> Given { get; } = [];

    private IReadOnlyList<string>? ReadSeeds(Section recipe, Section parameters, Section repeats)
    {
        if (repeats.Find("seeds") is not { } seeds) return null;
        foreach (var section in new[] { recipe, parameters })
        {
            if (section.Find(Seed.Key) is { } other)
                section.Report(other.Line, Seed.Key, $"repeats.seeds in line {seeds.Line} sets the seed already; keep one of them");
        }

        return SettingValues.ReadList(Seed, seeds, repeats.PathOf("seeds"), _problems);
    }

    private void ReadParameter(YamlTree.Entry parameter, string path)
    {
        if (parameter.Value is not YamlTree.Map map)
        {
            var example = parameter.Value switch
            {
                YamlTree.List { Inline: { } list } => $"values: {list}",
                YamlTree.Text { IsNull: false } text => $"value: {text.Value}",
                _ => "values: [...]",
            };
            _problems.Add(new(parameter.Line, path, $"a parameter needs 'values', or a 'value' that fixes it: write {parameter.Key}: {{{example}}}"));
            return;
        }

        if (map.Entries.FirstOrDefault(entry => RangeKeys.Contains(entry.Key)) is { } range)
        {
            const string Remedy = "a grid cannot walk a continuous range: list the 'values' to try; a range needs a random search, which this version does not have";
            _problems.Add(new(range.Line, $"{path}.{range.Key}", Remedy));
            return;
        }

        var section = new Section(map, path, ["values", "value"], _problems);
        switch (section.Find("values"), section.Find("value"))
        {
            case ({ } values, null):
                Given.TryAdd(parameter.Key, (parameter.Line, path));
                _axes.Add(new(parameter.Key, SettingValues.ReadList(RecipeSchema.Get(parameter.Key), values, section.PathOf("values"), _problems)));
                break;
            case (null, { } value):
                Fix(parameter, section.PathOf("value"), value.Value);
                break;
            case ({ }, { } value):
                section.Report(value.Line, "value", "'values' sweeps the parameter and 'value' fixes it; keep one of them");
                break;
            default:
                if (map.Entries.Count == 0) _problems.Add(new(parameter.Line, path, "a parameter needs 'values', or a 'value' that fixes it"));
                break;
        }
    }

    private void Fix(YamlTree.Entry entry, string path, YamlTree value)
    {
        var setting = RecipeSchema.Get(entry.Key);
        Given.TryAdd(setting.Key, (entry.Line, path));
        if (SettingValues.Read(setting, value, path, _problems) is { } canonical) Recipe = setting.Apply(Recipe, canonical);
    }
}
