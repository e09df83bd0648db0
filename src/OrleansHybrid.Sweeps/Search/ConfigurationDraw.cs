using System.Globalization;
using OrleansHybrid.Sweeps.Search.Sampling;
using OrleansHybrid.Sweeps.Search.Spaces;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Sweeps.Search;

/// <summary>
/// The configurations of a search that looks at no results: a function of its settings, rules and seed. They come as a grid with a
/// single digit, the number of the configuration, so that everything that works on grids works on them.
/// </summary>
internal sealed class ConfigurationDraw
{
    private const int MostRepetitions = 10_000;

    private readonly IReadOnlyList<DrawnSetting> _settings;
    private readonly Recipe _recipe;
    private readonly GridRules _rules;
    private readonly Configuration _fixed;
    private readonly (SweptSetting Swept, int Drawn, int Key)[] _decidersFirst;

    /// <param name="settings">The settings that are drawn.</param>
    /// <param name="recipe">The fixed settings, and the defaults of the rest.</param>
    public ConfigurationDraw(IReadOnlyList<DrawnSetting> settings, Recipe recipe, GridRules rules)
    {
        (_settings, _recipe, _rules, _fixed) = (settings, recipe, rules, new(recipe));
        var axes = settings.SelectMany(setting => setting.Keys).Select(key => new Axis(key, [])).ToList();
        var swept = new Dictionary<string, SweptSetting>();
        foreach (var axis in rules.DecidersFirst(axes)) swept.Add(axis.Key, new(axis, rules.ConditionOf(axis.Key), _fixed, swept));
        _decidersFirst =
        [
            .. swept.Values.Select(setting => (
                setting,
                Drawn: settings.Index().First(drawn => drawn.Item.Keys.Contains(setting.Axis.Key)).Index,
                Key: settings
                    .First(drawn => drawn.Keys.Contains(setting.Axis.Key)).Keys
                    .Index()
                    .First(key => key.Item == setting.Axis.Key).Index)),
        ];
    }

    /// <param name="count">How many configurations.</param>
    /// <param name="missing">The reason why there are not so many; null where there are.</param>
    public GridSearch? Draw(SearchMethod method, long seed, int count, out string? missing)
    {
        var sampler = SamplerOf(method, new(_settings.Select(setting => setting.Axis)), seed);
        var keys = _settings.SelectMany(setting => setting.Keys).ToList();
        var (rows, seen) = (new List<string[]>(count), new HashSet<string>(count));
        for (var drawn = 0; rows.Count < count; drawn++)
        {
            if (sampler.Pick(drawn) is not Pick.Found { Point: var point })
            {
                missing = ((Pick.Missing)sampler.Pick(drawn)).Reason;
                return null;
            }

            var at = At(point)!;
            string[] row = [.. keys.Select(key => at[RecipeSchema.IndexOf(key)].Text)];
            if (seen.Add(string.Join('\n', row))) rows.Add(row);
            else if (drawn - rows.Count > MostRepetitions)
            {
                missing = string.Create(
                    CultureInfo.InvariantCulture, $"only {rows.Count:N0} configurations that differ were found in {drawn:N0} draws");
                return null;
            }
        }

        missing = null;
        IReadOnlyList<Axis> axes = [.. keys.Select((key, place) => new Axis(key, [.. rows.Select(row => row[place])]))];
        return new(axes, _recipe, _rules with { Zips = [keys] });
    }

    private Sampler SamplerOf(SearchMethod method, Space space, long seed)
    {
        PointRule? rule = _rules is { Conditions: [], Constraints: [] } && _settings.All(CanHaveAll) ? null : IsPermitted;
        return method switch
        {
            SearchMethod.Sobol => SequenceSampler.Sobol(space, seed, rule),
            SearchMethod.Halton => SequenceSampler.Halton(space, seed, rule),
            _ => new RandomSampler(space, seed, rule),
        };
    }

    /// <summary>True for a distribution whose every number the setting can have.</summary>
    private static bool CanHaveAll(DrawnSetting setting) => setting.Rows is not null
        || (setting.TextsOf(setting.Distribution.Low) is not null && setting.TextsOf(setting.Distribution.High) is not null);

    private bool IsPermitted(Span<double> point)
    {
        if (At(point) is not { } at) return false;
        for (var drawn = 0; drawn < point.Length; drawn++)
            if (Array.TrueForAll(_decidersFirst, place => place.Drawn != drawn || !place.Swept.IsActive(at)))
                point[drawn] = double.NaN;
        return _rules.Constraints.All(constraint => constraint.Holds(at));
    }

    /// <summary>The configuration at a point; null where a setting cannot have its number.</summary>
    private Configuration? At(ReadOnlySpan<double> point)
    {
        var texts = new IReadOnlyList<string>?[point.Length];
        for (var drawn = 0; drawn < point.Length; drawn++)
            if (!double.IsNaN(point[drawn]) && (texts[drawn] = _settings[drawn].TextsOf(point[drawn])) is null)
                return null;

        var at = new Configuration(_fixed);
        foreach (var (swept, drawn, key) in _decidersFirst)
            at[swept.Setting] = swept.IsActive(at)
                ? SettingValue.Of(RecipeSchema.Get(swept.Axis.Key), texts[drawn]![key])
                : swept.Otherwise;
        return at;
    }
}
