namespace OrleansHybrid.Sweeps.Settings;

/// <summary>What people of the field call a value of a setting. Suggested, never accepted: one spelling keeps files comparable.</summary>
[AttributeUsage(AttributeTargets.Field)]
public sealed class AlsoCalledAttribute(params string[] names) : Attribute
{
    public IReadOnlyList<string> Names { get; } = names;
}
