namespace OrleansHybrid.Cluster.Connection;

/// <summary>A line to the server of a cluster, for what is asked again and again. It reconnects by itself.</summary>
public abstract class ServerLine : IAsyncDisposable
{
    public abstract ClusterServer Server { get; }

    /// <summary>How often a silo asks, in seconds: what costs money is asked less often.</summary>
    public abstract int Interval { get; }

    /// <exception cref="ClusterException">The server does not answer, or not to this user.</exception>
    public abstract Task RequireAnswer();

    /// <returns>What could be lost and what to change; null where nothing could.</returns>
    /// <exception cref="ClusterException">The server does not answer.</exception>
    public abstract Task<string?> Complaint();

    /// <param name="raises">Whether this silo raises the count, or only reads it.</param>
    /// <returns>Null for a server that cannot be asked whether it went back in time.</returns>
    public abstract StoreHistory? History(bool raises);

    public abstract ValueTask DisposeAsync();

    /// <returns>The server's clock, and how much its answer is off at most.</returns>
    /// <exception cref="ClusterException">The server does not answer.</exception>
    internal abstract Task<(DateTimeOffset Time, TimeSpan Uncertainty)> Clock();
}
