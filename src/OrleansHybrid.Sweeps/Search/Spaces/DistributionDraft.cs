namespace OrleansHybrid.Sweeps.Search.Spaces;

/// <summary>What comes of asking for a distribution: itself, or what is wrong with what it was given.</summary>
/// <param name="Distribution">Null where there is a fault.</param>
public readonly record struct DistributionDraft(Distribution? Distribution, RangeFault? Fault)
{
    /// <exception cref="ArgumentException">There is a fault.</exception>
    public Distribution OrThrow() => Distribution ?? throw new ArgumentException($"{Fault?.Part}: {Fault?.Message}");

    internal static DistributionDraft Of(Distribution distribution) => new(distribution, null);

    internal static DistributionDraft Refused(RangePart part, string message) => new(null, new(part, message));
}
