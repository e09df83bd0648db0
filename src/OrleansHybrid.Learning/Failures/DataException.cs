namespace OrleansHybrid.Learning.Failures;

/// <summary>Data that cannot be trained on. The message names the file or the setting, what is wrong with it and the remedy.</summary>
public sealed class DataException(string message, Exception? inner = null) : Exception(message, inner);
