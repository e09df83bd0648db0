namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>How the values of a range lie between its ends.</summary>
/// <param name="IsLogarithmic">Whether it is the ratio of two neighbours that is always the same, not their difference.</param>
/// <param name="IsWhole">Whether all are whole numbers.</param>
/// <param name="Walk">Which of them a grid tries where no count says it.</param>
internal readonly record struct Spread(bool IsLogarithmic = false, bool IsWhole = false, Walk Walk = Walk.None);

/// <summary>Which values of a range a grid tries where no count says it.</summary>
internal enum Walk
{
    /// <summary>There are too many: a count must say it.</summary>
    None,

    /// <summary>Every whole number, both ends among them.</summary>
    Whole,

    /// <summary>From the first end in steps of <c>q</c>; the other end is left out, as W&amp;B's grid does.</summary>
    Steps,
}
