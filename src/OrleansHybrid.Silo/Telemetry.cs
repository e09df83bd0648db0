using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OrleansHybrid.Cluster.Metrics;

namespace OrleansHybrid.Silo;

/// <summary>The silo's metrics in Prometheus' format.</summary>
internal static class Telemetry
{
    public static IServiceCollection AddSweepMetrics(this IServiceCollection services)
    {
        services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter(ClusterMeters.Cluster, ClusterMeters.Trials, "Microsoft.Orleans")
            .AddRuntimeInstrumentation()
            .AddView(instrument => instrument.Meter.Name == ClusterMeters.Trials
                ? new MetricStreamConfiguration { CardinalityLimit = ClusterMeters.TrialCardinality }
                : null)
            .AddPrometheusExporter(exporter => exporter.ScopeInfoEnabled = false));
        return services;
    }
}
