using OrleansHybrid.Sweeps.Search.Spaces;

namespace OrleansHybrid.Sweeps.Search.Sampling;

/// <summary>
/// Gives each configuration of a search its point. The same space, seed, rule and results give the same points: what it keeps
/// between calls only saves it from finding them again.
/// </summary>
public abstract class Sampler
{
    private protected Sampler(Space space) => Space = space;

    public Space Space { get; }

    /// <summary>Whether it looks at results.</summary>
    public virtual bool Learns => false;

    /// <summary>Of one that learns: known results below which it looks at none.</summary>
    public virtual int LeastKnown => 0;

    /// <summary>The point of a configuration.</summary>
    /// <param name="configuration">Of one that learns, at most one more than was ever picked or recalled.</param>
    /// <param name="outcomes">Of one that learns, what is known of each configuration before this one.</param>
    public abstract Pick Pick(int configuration, ReadOnlySpan<Outcome> outcomes = default);

    /// <summary>
    /// Takes the next configuration's point from a record instead of finding it: the one that <see cref="Pick"/> gave.
    /// Saves a search that learns from choosing thousands of trials again after a restart. Others have no use for it.
    /// </summary>
    public virtual void Recall(Pick pick)
    {
    }
}
