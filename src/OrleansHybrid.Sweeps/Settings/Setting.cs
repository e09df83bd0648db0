using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using OrleansHybrid.Sweeps.Text;

namespace OrleansHybrid.Sweeps.Settings;

public enum SettingKind { Number, WholeNumber, Switch, Choice, NumberList }

/// <summary>
/// One setting of a <see cref="Recipe"/> as the sweep file knows it. A value's canonical text is unique: numbers in the
/// shortest form that reads back exactly, choices in kebab-case, lists as <c>[0.6, 0.8]</c>. Equal texts are equal settings.
/// </summary>
public sealed class Setting
{
    private readonly PropertyInfo _property;
    private readonly SettingAttribute _attribute;
    private readonly Dictionary<string, object> _choices;

    internal Setting(PropertyInfo property, SettingAttribute attribute)
    {
        (_property, _attribute) = (property, attribute);
        var type = property.PropertyType;
        Key = JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
        Kind = type == typeof(double) ? SettingKind.Number
            : type == typeof(int) || type == typeof(long) ? SettingKind.WholeNumber
            : type == typeof(bool) ? SettingKind.Switch
            : type.IsEnum ? SettingKind.Choice
            : type == typeof(IReadOnlyList<double>) ? SettingKind.NumberList
            : throw new NotSupportedException($"a setting cannot be a {type}: {property.Name}");
        CountsWith = property.GetCustomAttribute<CountsAttribute>()?.Condition;
        _choices = Kind switch
        {
            SettingKind.Switch => new() { ["true"] = true, ["false"] = false },
            SettingKind.Choice => Enum.GetValues(type).Cast<Enum>().ToDictionary(Spelling.Spelled, object (value) => value),
            _ => [],
        };
        Default = Read(new Recipe());
    }

    /// <summary>The key in the sweep file: <c>batch_size</c>.</summary>
    public string Key { get; }

    public SettingKind Kind { get; }

    /// <summary>Meaning, unit and source, in one sentence.</summary>
    public string Summary => _attribute.Summary;

    /// <summary>Its role in a comparison where it is swept.</summary>
    public SettingRole Role => _attribute.Role;

    /// <summary>Its role beside a published figure.</summary>
    public FigureRole Figure => _attribute.Figure;

    /// <summary>The values of another setting with which this one counts; null where it always does.</summary>
    public SettingCondition? CountsWith { get; }

    /// <summary>Its names in sweep files of other tools, in snake_case.</summary>
    internal IReadOnlyList<string> Aliases => _attribute.Aliases;

    /// <summary>By each name that it or a value of it goes by besides, what it is called here.</summary>
    internal IEnumerable<KeyValuePair<string, string>> Synonyms =>
    [
        .. _attribute.Aliases.Concat(_attribute.AlsoCalled).Select(name => KeyValuePair.Create(name, Key)),
        .. from member in _property.PropertyType.IsEnum ? _property.PropertyType.GetFields() : []
           from name in member.GetCustomAttribute<AlsoCalledAttribute>()?.Names ?? []
           select KeyValuePair.Create(name, ((Enum)member.GetValue(null)!).Spelled()),
    ];

    /// <summary>Canonical text of the value that the recipe has where the file says nothing.</summary>
    public string Default { get; }

    /// <summary>Every value that a switch or a choice can have; empty for numbers.</summary>
    public IReadOnlyCollection<string> Choices => _choices.Keys;

    /// <summary>Reads what a person wrote.</summary>
    /// <param name="canonical">Its canonical text.</param>
    /// <param name="problem">Or else what is wrong with it and what would be right.</param>
    public bool TryParse(string text, [NotNullWhen(true)] out string? canonical, [NotNullWhen(false)] out string? problem)
    {
        problem = Kind switch
        {
            SettingKind.Switch when Switches.Parse(text) is not null => null,
            SettingKind.Switch or SettingKind.Choice =>
                _choices.ContainsKey(text) ? null : DidYouMean.Refuse(text, $"a value of {Key}", _choices.Keys),
            SettingKind.NumberList when Items(text) is { } items =>
                items.Select(WhyNotANumber).FirstOrDefault(reason => reason is not null) ?? WhyNotARange(text, items),
            SettingKind.NumberList => $"'{text}' is not a list of numbers, such as {Default}. {Summary}",
            _ => WhyNotANumber(text),
        };
        canonical = problem is null ? Write(Value(text)) : null;
        return canonical is not null;
    }

    /// <summary>The recipe with this setting at a value.</summary>
    /// <param name="canonical">Text that <see cref="TryParse"/> found good.</param>
    public Recipe Apply(Recipe recipe, string canonical)
    {
        var changed = recipe with { };
        _property.SetValue(changed, Value(canonical));
        return changed;
    }

    /// <summary>Canonical text of this setting's value in a recipe.</summary>
    public string Read(Recipe recipe) => Write(_property.GetValue(recipe)!);

    /// <summary>True if a trial of the recipe uses it at all.</summary>
    public bool Counts(Recipe recipe) => CountsWith is null || CountsWith.Values.Contains(RecipeSchema.Get(CountsWith.Key).Read(recipe));

    /// <summary>Why a recipe that no sweep file was read for cannot have the value that it has; null where it can.</summary>
    public string? WhyRefused(Recipe recipe) => _property.GetValue(recipe) switch
    {
        null => "is missing",
        // A text of several names, parted by commas, is read as a number that has none.
        var value when Kind is SettingKind.Choice && !_choices.ContainsValue(value) => $"is none of {string.Join(", ", Choices)}",
        var value => TryParse(Write(value), out _, out var problem) ? null : problem,
    };

    private string? WhyNotANumber(string text)
    {
        var whole = Kind is SettingKind.WholeNumber;
        if (text.Trim('+', '-', '.').ToLowerInvariant() is "inf" or "nan" or "infinity")
            return $"'{text}' is not a finite number. {Summary}";
        if (!TryNumber(text, out var number))
            return $"'{text}' is not a {(whole ? "whole " : "")}number. {Summary}";
        if (!double.IsFinite(number)) return $"'{text}' is too large for a number. {Summary}";
        if (whole && number != Math.Truncate(number)) return $"{text} must be a whole number. {Summary}";
        if (number < _attribute.Min || (_attribute.ExclusiveMin && number == _attribute.Min))
            return $"{text} is too small: it must be {(_attribute.ExclusiveMin ? "more than" : "at least")} "
                + $"{Write(_attribute.Min)}. {Summary}";
        var max = _property.PropertyType == typeof(int) ? Math.Min(_attribute.Max, int.MaxValue) : _attribute.Max;
        return number > max ? $"{text} is too large: it must be at most {Write(max)}. {Summary}" : null;
    }

    private string? WhyNotARange(string text, string[] items) =>
        !_attribute.IsRange || (items.Length == 2 && Number(items[0]) <= Number(items[1])) ? null
            : $"{text} is not a range of two numbers, the smaller first, such as {Default}. {Summary}";

    private object Value(string text) => Kind switch
    {
        SettingKind.Number => Number(text),
        SettingKind.WholeNumber => Convert.ChangeType(Number(text), _property.PropertyType, CultureInfo.InvariantCulture),
        SettingKind.NumberList => Array.ConvertAll(Items(text)!, Number),
        SettingKind.Switch => Switches.Parse(text)!.Value,
        _ => _choices[text],
    };

    private string Write(object value) => value switch
    {
        // Adding zero turns a negative zero into the one zero.
        double number => (number + 0.0).ToString("R", CultureInfo.InvariantCulture),
        IReadOnlyList<double> numbers => $"[{string.Join(", ", numbers.Select(number => Write(number)))}]",
        int or long => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        _ => _choices.First(choice => choice.Value.Equals(value)).Key,
    };

    private static string[]? Items(string text) =>
        text is ['[', .. var items, ']'] ? items.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : null;

    private static double Number(string text) =>
        TryNumber(text, out var number) ? number : throw new FormatException($"'{text}' is not a number");

    private static bool TryNumber(string text, out double number) => double.TryParse(
        text,
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
        CultureInfo.InvariantCulture,
        out number);
}
