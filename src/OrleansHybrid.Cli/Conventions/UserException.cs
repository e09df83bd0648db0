namespace OrleansHybrid.Cli.Conventions;

/// <summary>Something that the person at the console can mend; the message says what and how.</summary>
internal sealed class UserException(string message, Exception? inner = null) : Exception(message, inner);
