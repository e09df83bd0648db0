namespace OrleansHybrid.Sweeps.Simulation;

/// <summary>Results on which a search cannot be played; the message names the file, the line and the column, and a remedy.</summary>
public sealed class UnusableResultsException(string message, Exception? inner = null) : Exception(message, inner);
