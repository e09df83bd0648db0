namespace OrleansHybrid.Cluster.Metrics;

/// <summary>The project's two meters.</summary>
public static class ClusterMeters
{
    /// <summary>Instruments whose series do not grow with the number of trials.</summary>
    public const string Cluster = "OrleansHybrid.Cluster";

    /// <summary>Observable gauges with one series a trial now running on this silo: they need a raised cardinality limit.</summary>
    public const string Trials = "OrleansHybrid.Trials";

    /// <summary>
    /// Metric points that an instrument of <see cref="Trials"/> may have. The SDK never frees one, and at its own limit
    /// of 2,000 every series collapses into one; a point costs some 85 bytes.
    /// </summary>
    public const int TrialCardinality = 50_000;
}
