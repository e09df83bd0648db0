namespace OrleansHybrid.Sweeps.Settings;

/// <summary>
/// Describes one setting of a <see cref="Recipe"/>: the single place for what other parts know of it. The sweep file's key is the
/// property's name in snake_case.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SettingAttribute(string summary) : Attribute
{
    /// <summary>One sentence for the person who writes the sweep file: meaning, unit, source.</summary>
    public string Summary { get; } = summary;

    /// <summary>The least value allowed.</summary>
    public double Min { get; init; } = double.NegativeInfinity;

    /// <summary>The greatest value allowed.</summary>
    public double Max { get; init; } = double.PositiveInfinity;

    /// <summary>True if <see cref="Min"/> itself is refused.</summary>
    public bool ExclusiveMin { get; init; }

    /// <summary>True if a list of numbers is a range: its least and its greatest value.</summary>
    public bool IsRange { get; init; }

    /// <summary>Its role in a comparison where it is swept.</summary>
    public SettingRole Role { get; init; }

    /// <summary>Its role beside a published figure.</summary>
    public FigureRole Figure { get; init; }

    /// <summary>Its names in sweep files of other tools, in snake_case, where only this setting can be meant: accepted there.</summary>
    public string[] Aliases { get; init; } = [];

    /// <summary>Its other names in the field. Suggested, never accepted: one spelling keeps files comparable.</summary>
    public string[] AlsoCalled { get; init; } = [];
}
