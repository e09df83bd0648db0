using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Sweeps.Search;

/// <summary>An axis with its condition and its place, as a grid walks it.</summary>
internal sealed class SweptSetting
{
    private readonly (int Setting, SweptSetting? Decider, HashSet<string> Values)[] _clauses;
    private readonly ILookup<string, int> _places;

    /// <param name="otherwise">The recipe with its value while it is inactive.</param>
    /// <param name="deciders">The axes that <paramref name="condition"/> may read.</param>
    public SweptSetting(Axis axis, Condition? condition, Configuration otherwise, IReadOnlyDictionary<string, SweptSetting> deciders)
    {
        Axis = axis;
        Setting = RecipeSchema.IndexOf(axis.Key);
        Values = [.. axis.Values.Select(value => SettingValue.Of(RecipeSchema.Get(axis.Key), value))];
        Otherwise = otherwise[Setting];
        _places = axis.Values.Index().ToLookup(value => value.Item, value => value.Index);
        _clauses = [.. (condition?.Clauses ?? []).Select(clause =>
            (RecipeSchema.IndexOf(clause.Key), deciders.GetValueOrDefault(clause.Key), clause.Values.ToHashSet()))];
    }

    public Axis Axis { get; }

    /// <summary>The index of the setting in a <see cref="Configuration"/>.</summary>
    public int Setting { get; }

    public SettingValue[] Values { get; }

    /// <summary>The value while it is inactive.</summary>
    public SettingValue Otherwise { get; }

    public bool IsConditional => _clauses.Length > 0;

    /// <summary>True if the setting is active, given the deciding settings.</summary>
    public bool IsActive(Configuration configuration)
    {
        foreach (var (setting, decider, values) in _clauses)
        {
            if (!values.Contains(configuration[setting].Text) || decider?.IsActive(configuration) == false) return false;
        }

        return true;
    }

    /// <summary>The indices of a value in the list; a zipped axis may contain it several times.</summary>
    public IEnumerable<int> PlacesOf(string value) => _places[value];
}
