namespace OrleansHybrid.Learning.Data;

/// <summary>Data files that cannot be used. The message names the file, what is wrong with it and the remedy.</summary>
public sealed class DataException(string message, Exception? inner = null) : Exception(message, inner);
