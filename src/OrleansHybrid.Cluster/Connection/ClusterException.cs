namespace OrleansHybrid.Cluster.Connection;

/// <summary>The cluster cannot be used as asked; the message says why and what would mend it.</summary>
public class ClusterException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Nobody answers there.</summary>
public sealed class ClusterUnreachableException(string message, Exception? inner = null) : ClusterException(message, inner);
