using Microsoft.Extensions.Hosting;

namespace OrleansHybrid.Silo;

/// <summary>Leaves Ctrl-C and SIGTERM to the program that contains the silo, which knows what else must end with it.</summary>
internal sealed class EmbeddedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
