namespace OrleansHybrid.Cluster.Storage;

public static class StorageNames
{
    /// <summary>The storage of everything that sweeps and trials must remember.</summary>
    public const string Sweeps = "sweeps";
}
