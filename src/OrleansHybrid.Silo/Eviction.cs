namespace OrleansHybrid.Silo;

/// <summary>
/// The end of a silo that the others have declared dead, such as one that stood still with its machine. It must not continue under its
/// old name, so the process ends, and its trainers with it. A service manager should start it again.
/// </summary>
internal sealed class Eviction : IFatalErrorHandler
{
    public const int ExitCode = 3;

    public bool IsUnexpected(Exception exception) => true;

    public void OnFatalException(object? sender, string? context, Exception? exception)
    {
        Console.Error.WriteLine(
            $"This silo leaves the cluster at once: {context} {exception?.Message} Start it again; "
                + "its trials resume from their last checkpoints.");
        Environment.Exit(ExitCode);
    }
}
