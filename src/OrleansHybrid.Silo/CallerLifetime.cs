using Microsoft.Extensions.Hosting;

namespace OrleansHybrid.Silo;

/// <summary>Starts and stops when the caller says so and listens to no signal: whoever holds the silo decides when to drain.</summary>
internal sealed class CallerLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
