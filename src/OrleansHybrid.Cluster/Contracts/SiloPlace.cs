namespace OrleansHybrid.Cluster.Contracts;

/// <summary>How people are told which silo is meant.</summary>
public static class SiloPlace
{
    /// <summary>Host and port of a silo, which outlive its process, by its parsable address, which does not.</summary>
    public static string Of(string silo) => silo.Split('@')[0];
}
