namespace OrleansHybrid.Sweeps.Search.Sampling;

/// <summary>Which point a sampler gave a configuration.</summary>
public abstract record Pick
{
    private Pick()
    {
    }

    /// <summary>A point of the space.</summary>
    /// <param name="Point">A number for each setting; not to be changed.</param>
    /// <param name="Basis">What it was chosen by, for people to read.</param>
    public sealed record Found(double[] Point, string Basis) : Pick;

    /// <summary>There is none: the space has no more, or its constraints forbid nearly all.</summary>
    /// <param name="Reason">For people to read.</param>
    public sealed record Missing(string Reason) : Pick;
}
