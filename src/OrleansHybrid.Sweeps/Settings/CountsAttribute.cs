using System.Text.Json;
using OrleansHybrid.Sweeps.Text;

namespace OrleansHybrid.Sweeps.Settings;

/// <summary>A setting counts with some values of another one alone; with the others no trial looks at it.</summary>
[AttributeUsage(AttributeTargets.Property)]
public abstract class CountsAttribute : Attribute
{
    /// <summary>The other setting, and its values with which this one counts.</summary>
    public abstract SettingCondition Condition { get; }

    /// <param name="property">The other setting's property.</param>
    /// <param name="values">Members of its enum, or of a switch.</param>
    private protected static SettingCondition Of(string property, IEnumerable<object> values) => new(
        JsonNamingPolicy.SnakeCaseLower.ConvertName(property),
        [.. values.Select(value => value is Enum member ? member.Spelled() : JsonNamingPolicy.SnakeCaseLower.ConvertName($"{value}"))]);
}

/// <summary>Names the values with which a setting counts.</summary>
/// <param name="property">The other setting's property.</param>
/// <param name="values">Members of its enum, or of a switch.</param>
public sealed class CountsWithAttribute(string property, params object[] values) : CountsAttribute
{
    public override SettingCondition Condition { get; } = Of(property, values);
}

/// <summary>Names the values with which a setting does not count; it does with all others, those of later versions too.</summary>
/// <param name="property">The other setting's property.</param>
/// <param name="values">Members of its enum.</param>
public sealed class CountsUnlessAttribute(string property, params object[] values) : CountsAttribute
{
    public override SettingCondition Condition { get; } = Of(property, Enum.GetValues(values[0].GetType()).Cast<object>().Except(values));
}

/// <param name="Key">The deciding setting's key.</param>
/// <param name="Values">Canonical texts of its values with which another setting counts.</param>
public sealed record SettingCondition(string Key, IReadOnlyList<string> Values);
