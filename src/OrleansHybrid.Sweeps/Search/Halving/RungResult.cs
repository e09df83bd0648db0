namespace OrleansHybrid.Sweeps.Search.Halving;

/// <summary>
/// What a configuration reached at a rung. Ties go to the configuration that comes first in the search, so that they are no ties.
/// </summary>
/// <param name="Configuration">Its number in the search.</param>
/// <param name="Value">Lower is better; what is not finite is as bad as can be.</param>
public readonly record struct RungResult(int Configuration, double Value) : IComparable<RungResult>
{
    /// <summary>Negative where this one is better.</summary>
    public int CompareTo(RungResult other)
    {
        var byValue = Order(Value).CompareTo(Order(other.Value));
        return byValue != 0 ? byValue : Configuration.CompareTo(other.Configuration);
    }

    public static bool operator <(RungResult left, RungResult right) => left.CompareTo(right) < 0;

    public static bool operator >(RungResult left, RungResult right) => left.CompareTo(right) > 0;

    public static bool operator <=(RungResult left, RungResult right) => left.CompareTo(right) <= 0;

    public static bool operator >=(RungResult left, RungResult right) => left.CompareTo(right) >= 0;

    private static double Order(double value) => double.IsFinite(value) ? value : double.PositiveInfinity;
}
