using Microsoft.Extensions.Diagnostics.HealthChecks;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Silo.Preemption;

namespace OrleansHybrid.Silo;

/// <summary>
/// The health check for readiness: the servers on which the cluster depends, and the scheduler, wherever it lives. Anybody who reaches
/// the silo may ask, so one answer serves all requests within a second.
/// </summary>
/// <param name="stores">The servers; null if the silo is a cluster of its own.</param>
internal sealed class Readiness(IGrainFactory grains, Departure departure, TimeProvider time, StoreWatch? stores = null) : IHealthCheck
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private Task<HealthCheckResult>? _answer;
    private long _asked;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            if (_answer is null || (_answer.IsCompleted && time.GetElapsedTime(_asked) >= Freshness))
                (_asked, _answer) = (time.GetTimestamp(), Find());
            return _answer.WaitAsync(cancellationToken);
        }
    }

    private async Task<HealthCheckResult> Find()
    {
        if (departure.Asked.IsCompleted) return HealthCheckResult.Unhealthy(departure.Fault ?? "This silo is leaving.");
        try
        {
            if (stores is not null) await stores.RequireAnswer();
            if (stores?.Trouble is { } trouble) return HealthCheckResult.Unhealthy(trouble);
            await grains.GetScheduler().List();
            return HealthCheckResult.Healthy();
        }
        catch (Exception failure)
        {
            return HealthCheckResult.Unhealthy(failure.Message);
        }
    }
}
