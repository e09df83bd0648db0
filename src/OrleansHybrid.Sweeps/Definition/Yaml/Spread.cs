namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>The distribution of the values of a range between its ends.</summary>
/// <param name="IsLogarithmic">True if neighbours have a constant ratio; false if they have a constant difference.</param>
/// <param name="IsWhole">True if all values are whole numbers.</param>
/// <param name="Walk">The values that a grid tries without a count.</param>
internal readonly record struct Spread(bool IsLogarithmic = false, bool IsWhole = false, Walk Walk = Walk.None);

/// <summary>The values of a range that a grid tries without a count.</summary>
internal enum Walk
{
    /// <summary>None: there are too many, so a count is required.</summary>
    None,

    /// <summary>Every whole number, including both ends.</summary>
    Whole,

    /// <summary>From the first end in steps of <c>q</c>, without the other end, as in W&amp;B's grid.</summary>
    Steps,
}
