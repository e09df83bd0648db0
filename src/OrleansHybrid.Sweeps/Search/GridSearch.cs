using System.Globalization;
using OrleansHybrid.Sweeps.Search.Constraints;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Sweeps.Search;

/// <summary>
/// Every combination of the axes' values once: a number in mixed radix with the last axis as the lowest digit. Zipped axes share
/// a digit. Combinations that differ only in inactive axes are one configuration, and constraints remove configurations. A number for
/// each configuration is stored only if there are conditions or constraints.
/// </summary>
internal sealed class GridSearch
{
    /// <summary>Maximum number of combinations that are examined.</summary>
    public const int MostCombinations = 10_000_000;

    private readonly Configuration _fixed;
    private readonly int[] _fixedSettings;
    private readonly SweptSetting[] _axes;
    private readonly Digit[] _digits;
    private readonly (SweptSetting Axis, int Digit)[] _decidersFirst;
    private readonly Constraint[] _constraints;
    private readonly int[]? _configurations;

    /// <param name="axes">The swept settings; the last one varies fastest.</param>
    /// <param name="recipe">The fixed settings, and the defaults of all others.</param>
    public GridSearch(IReadOnlyList<Axis> axes, Recipe recipe, GridRules rules)
    {
        (Recipe, Rules, _constraints, _fixed) = (recipe, rules, [.. rules.Constraints], new(recipe));
        var swept = new Dictionary<string, SweptSetting>();
        foreach (var axis in rules.DecidersFirst(axes)) swept.Add(axis.Key, new(axis, rules.ConditionOf(axis.Key), _fixed, swept));
        _axes = [.. axes.Select(axis => swept[axis.Key])];
        _digits = [.. _axes.GroupBy(axis => ZipOf(axis, rules)).Select(axes => new Digit([.. axes]))];
        _decidersFirst = [.. swept.Values.Select(axis => (axis, Array.FindIndex(_digits, digit => digit.Has(axis))))];
        var seed = RecipeSchema.IndexOf(RecipeSchema.Seed.Key);
        _fixedSettings = [.. Enumerable.Range(0, RecipeSchema.Settings.Count).Except(_axes.Select(axis => axis.Setting).Append(seed))];
        Combinations = _digits.Aggregate(1, (count, digit) => checked(count * digit.Count));
        (_configurations, ForbiddenByConstraints) = rules is { Conditions: [], Constraints: [] } ? (null, 0) : Walk();
    }

    public Recipe Recipe { get; }

    public GridRules Rules { get; }

    public IEnumerable<Axis> Axes => _axes.Select(axis => axis.Axis);

    /// <summary>The product of the digits' numbers of values: 1 without axes.</summary>
    public int Combinations { get; }

    /// <summary>Number of configurations.</summary>
    public int Count => _configurations?.Length ?? Combinations;

    /// <summary>Number of configurations that constraints forbid.</summary>
    public int ForbiddenByConstraints { get; }

    /// <summary>The combinations that are configurations; null if all are.</summary>
    public IReadOnlyList<int>? Numbers => _configurations;

    /// <summary>The number of configurations as the first factors of a product, in words.</summary>
    public string Expansion
    {
        get
        {
            var product = string.Join(" x ", _digits.Select(digit => digit.ToString()));
            var merged = Combinations - Count - ForbiddenByConstraints;
            var less = new List<string>();
            if (merged > 0) less.Add(string.Create(CultureInfo.InvariantCulture, $"{merged} where parameters are inactive"));
            if (ForbiddenByConstraints > 0)
                less.Add(string.Create(CultureInfo.InvariantCulture, $"{ForbiddenByConstraints} that constraints forbid"));
            return _digits.Length == 0 ? "" : less.Count == 0 ? $"{product} x " : $"({product}, less {string.Join(" and ", less)}) x ";
        }
    }

    /// <param name="configuration">The configuration's number in [0, <see cref="Count"/>).</param>
    public Recipe RecipeOf(int configuration)
    {
        var at = At(configuration);
        return _axes.Where(axis => !axis.IsConditional || axis.IsActive(at))
            .Aggregate(Recipe, (recipe, axis) => RecipeSchema.Get(axis.Axis.Key).Apply(recipe, at[axis.Setting].Text));
    }

    /// <summary>Keys of the swept settings that are inactive in a configuration.</summary>
    public IReadOnlyList<string> InactiveAt(int configuration)
    {
        if (Rules.Conditions.Count == 0) return [];
        var at = At(configuration);
        return [.. _axes.Where(axis => !axis.IsActive(at)).Select(axis => axis.Axis.Key)];
    }

    public Configuration At(int configuration)
    {
        var at = new Configuration(_fixed);
        MoveTo(configuration, at);
        return at;
    }

    /// <param name="place">A configuration of this grid, which is overwritten.</param>
    public void MoveTo(int configuration, Configuration place) =>
        Place(_configurations?[configuration] ?? configuration, place, stackalloc int[_digits.Length]);

    /// <summary>True if one of the configurations has these values, ignoring the seed.</summary>
    public bool Contains(Configuration given)
    {
        foreach (var setting in _fixedSettings)
        {
            if (given[setting].Text != _fixed[setting].Text) return false;
        }

        return Array.TrueForAll(_axes, axis => axis.IsActive(given) || given[axis.Setting].Text == axis.Otherwise.Text)
            && Array.TrueForAll(_digits, digit => digit.HasRowOf(given))
            && FulfilsConstraints(given);
    }

    /// <summary>Number of configurations that a single constraint permits.</summary>
    public int CountPermitted(Constraint constraint) =>
        new GridSearch([.. Axes], Recipe, Rules with { Constraints = [constraint] }).Count;

    /// <summary>All values that a setting has in this grid, including its value while inactive.</summary>
    public IEnumerable<string> ValuesOf(string key) => Array.Find(_axes, axis => axis.Axis.Key == key) is { } swept
        ? swept.IsConditional ? swept.Axis.Values.Append(swept.Otherwise.Text).Distinct() : swept.Axis.Values.Distinct()
        : [_fixed[RecipeSchema.IndexOf(key)].Text];

    private static object ZipOf(SweptSetting axis, GridRules rules) =>
        rules.Zips.FirstOrDefault(zip => zip.Contains(axis.Axis.Key)) ?? (object)axis;

    private (int[]? Configurations, int Forbidden) Walk()
    {
        var (found, forbidden, place) = (new List<int>(), 0, new Configuration(_fixed));
        Span<int> digits = stackalloc int[_digits.Length];
        for (var combination = 0; combination < Combinations; combination++)
        {
            Place(combination, place, digits);
            if (!IsFirstOfItsKind(place, digits)) continue;
            if (FulfilsConstraints(place)) found.Add(combination);
            else forbidden++;
        }

        return (found.Count == Combinations ? null : [.. found], forbidden);
    }

    private void Place(int combination, Configuration place, Span<int> digits)
    {
        for (var digit = _digits.Length - 1; digit >= 0; digit--)
            (combination, digits[digit]) = Math.DivRem(combination, _digits[digit].Count);
        foreach (var (axis, digit) in _decidersFirst)
            place[axis.Setting] = axis.IsActive(place) ? axis.Values[digits[digit]] : axis.Otherwise;
    }

    /// <summary>True if no earlier combination is equal except for inactive settings.</summary>
    private bool IsFirstOfItsKind(Configuration place, ReadOnlySpan<int> digits)
    {
        if (Rules.Conditions.Count == 0) return true;
        for (var digit = 0; digit < digits.Length; digit++)
        {
            if (_digits[digit].IsRepetition(digits[digit], place)) return false;
        }

        return true;
    }

    private bool FulfilsConstraints(Configuration place)
    {
        foreach (var constraint in _constraints)
        {
            if (!constraint.Holds(place)) return false;
        }

        return true;
    }
}
