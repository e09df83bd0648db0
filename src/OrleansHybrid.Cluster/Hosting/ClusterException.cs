namespace OrleansHybrid.Cluster.Hosting;

/// <summary>A cluster cannot be reached or used. The message is a sentence that names it, with the remedy.</summary>
public sealed class ClusterException(string message, Exception? inner = null) : Exception(message, inner);
