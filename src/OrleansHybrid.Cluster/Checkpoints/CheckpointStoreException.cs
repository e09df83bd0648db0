namespace OrleansHybrid.Cluster.Checkpoints;

/// <summary>Checkpoints cannot be stored or read. The message names the store, what is wrong and the remedy.</summary>
public sealed class CheckpointStoreException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>True where the same call may succeed by itself a little later.</summary>
    public bool IsTransient { get; init; }
}
