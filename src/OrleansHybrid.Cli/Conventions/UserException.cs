namespace OrleansHybrid.Cli.Conventions;

/// <summary>A problem that the person at the console can correct; the message states it with the remedy.</summary>
internal sealed class UserException(string message, Exception? inner = null) : Exception(message, inner);
