using Microsoft.Extensions.Hosting;

namespace OrleansHybrid.Silo;

/// <summary>
/// The end of a silo that the others have declared dead, such as one that stood still with its machine. It must not continue under its
/// old name, so the process ends, and its trainers with it. A service manager should start it again.
/// </summary>
/// <remarks>A silo that was never a member is declared dead too, by others that do not reach it.</remarks>
internal sealed class Eviction(SiloMembership membership, IHostApplicationLifetime lifetime) : IFatalErrorHandler
{
    public const int ExitCode = 3;

    public bool IsUnexpected(Exception exception) => true;

    public void OnFatalException(object? sender, string? context, Exception? exception)
    {
        Console.Error.WriteLine(lifetime.ApplicationStarted.IsCancellationRequested
            ? $"This silo leaves the cluster at once: {context} {exception?.Message} Start it again; "
                + "its trials resume from their last checkpoints."
            : membership.WhyNotJoined);
        Environment.Exit(ExitCode);
    }
}
