namespace OrleansHybrid.Sweeps.Settings;

/// <summary>Documents and bounds one setting of a <see cref="Recipe"/>; the sweep file's key is the property's name in snake_case.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SettingAttribute(string summary) : Attribute
{
    /// <summary>One sentence for the person who writes the sweep file: meaning, unit, source.</summary>
    public string Summary { get; } = summary;

    /// <summary>The least value allowed.</summary>
    public double Min { get; init; } = double.NegativeInfinity;

    /// <summary>The greatest value allowed.</summary>
    public double Max { get; init; } = double.PositiveInfinity;

    /// <summary>Whether <see cref="Min"/> itself is refused.</summary>
    public bool ExclusiveMin { get; init; }

    /// <summary>Whether a list of numbers is a range: its least and its greatest value.</summary>
    public bool IsRange { get; init; }
}
