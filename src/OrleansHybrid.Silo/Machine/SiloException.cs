namespace OrleansHybrid.Silo.Machine;

/// <summary>A silo cannot start here. The message names the obstacle and the remedy.</summary>
public sealed class SiloException(string message, Exception? inner = null) : Exception(message, inner);
