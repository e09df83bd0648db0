namespace OrleansHybrid.Sweeps.Settings;

/// <summary>Other names of a value of a setting in the field. Suggested, never accepted: one spelling keeps files comparable.</summary>
[AttributeUsage(AttributeTargets.Field)]
public sealed class AlsoCalledAttribute(params string[] names) : Attribute
{
    public IReadOnlyList<string> Names { get; } = names;
}
