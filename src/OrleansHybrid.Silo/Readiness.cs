using Microsoft.Extensions.Diagnostics.HealthChecks;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Silo.Preemption;

namespace OrleansHybrid.Silo;

/// <summary>
/// Whether the cluster answers through this silo: the servers that it depends on, and the scheduler wherever that lives. Anybody
/// who reaches the silo may ask, so one answer serves all who ask within a second.
/// </summary>
/// <param name="stores">Null where the silo is a cluster of its own.</param>
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
            if (_answer is null || (_answer.IsCompleted && time.GetElapsedTime(_asked) >= Freshness)) (_asked, _answer) = (time.GetTimestamp(), Find());
            return _answer.WaitAsync(cancellationToken);
        }
    }

    private async Task<HealthCheckResult> Find()
    {
        if (departure.Asked.IsCompleted) return HealthCheckResult.Unhealthy(departure.Fault ?? "This silo leaves.");
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
