using Microsoft.Extensions.Diagnostics.HealthChecks;
using OrleansHybrid.Cluster.Scheduling;
using OrleansHybrid.Silo.Preemption;

namespace OrleansHybrid.Silo;

/// <summary>Whether the cluster answers through this silo: the table of its members, and the scheduler wherever that lives.</summary>
internal sealed class Readiness(IGrainFactory grains, SiloOptions options, Departure departure) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (departure.Asked.IsCompleted) return HealthCheckResult.Unhealthy("This silo leaves.");
        try
        {
            if (options.Membership is { } membership) await membership.Cluster.RequireAnswer();
            await grains.GetScheduler().List();
            return HealthCheckResult.Healthy();
        }
        catch (Exception failure)
        {
            return HealthCheckResult.Unhealthy(failure.Message);
        }
    }
}
