using OrleansHybrid.Sweeps.Search.Sampling;
using OrleansHybrid.Sweeps.Search.Spaces;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Sweeps.Search;

/// <summary>The settings that a search draws, as a space of points, and the configuration at each point.</summary>
internal sealed class ConfigurationSpace
{
    private readonly IReadOnlyList<DrawnSetting> _settings;
    private readonly GridRules _rules;
    private readonly Configuration _fixed;
    private readonly (SweptSetting Swept, int Drawn, int Key)[] _decidersFirst;

    /// <param name="settings">The settings that are drawn.</param>
    /// <param name="recipe">The fixed settings, and the defaults of the rest.</param>
    public ConfigurationSpace(IReadOnlyList<DrawnSetting> settings, Recipe recipe, GridRules rules)
    {
        (_settings, Recipe, _rules, _fixed) = (settings, recipe, rules, new(recipe));
        Keys = [.. settings.SelectMany(setting => setting.Keys)];
        Points = new(settings.Select(setting => setting.Axis));
        var axes = Keys.Select(key => new Axis(key, [])).ToList();
        var swept = new Dictionary<string, SweptSetting>();
        foreach (var axis in rules.DecidersFirst(axes)) swept.Add(axis.Key, new(axis, rules.ConditionOf(axis.Key), _fixed, swept));
        _decidersFirst =
        [
            .. from one in swept.Values
               let drawn = settings.Index().First(drawn => drawn.Item.Keys.Contains(one.Axis.Key))
               select (one, drawn.Index, drawn.Item.Keys.Index().First(key => key.Item == one.Axis.Key).Index),
        ];
        Rule = rules is { Conditions: [], Constraints: [] } && settings.All(CanHaveAll) ? null : IsPermitted;
    }

    /// <summary>The fixed settings, and the defaults of the rest.</summary>
    public Recipe Recipe { get; }

    /// <summary>The keys of the drawn settings, in the order of the file.</summary>
    public IReadOnlyList<string> Keys { get; }

    public Space Points { get; }

    /// <summary>Null where every point may be trained.</summary>
    public PointRule? Rule { get; }

    public GridRules Rules => _rules;

    /// <summary>The drawn settings.</summary>
    public IReadOnlyList<DrawnSetting> Settings => _settings;

    /// <summary>The configuration at a point; null where a setting cannot have its number.</summary>
    public Configuration? At(ReadOnlySpan<double> point)
    {
        var texts = new IReadOnlyList<string>?[point.Length];
        for (var drawn = 0; drawn < point.Length; drawn++)
            if (!double.IsNaN(point[drawn]) && (texts[drawn] = _settings[drawn].TextsOf(point[drawn])) is null)
                return null;

        var at = new Configuration(_fixed);
        foreach (var (swept, drawn, key) in _decidersFirst)
            at[swept.Setting] = swept.IsActive(at) && texts[drawn] is { } row
                ? SettingValue.Of(RecipeSchema.Get(swept.Axis.Key), row[key])
                : swept.Otherwise;
        return at;
    }

    /// <summary>The canonical texts at a point, one for each of <see cref="Keys"/>; null for a setting that is inactive there.</summary>
    public string?[] TextsAt(ReadOnlySpan<double> point)
    {
        var at = At(point)!;
        var active = _decidersFirst.Where(place => place.Swept.IsActive(at)).Select(place => place.Swept.Axis.Key).ToHashSet();
        return [.. Keys.Select(key => active.Contains(key) ? at[RecipeSchema.IndexOf(key)].Text : null)];
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
}
