using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OrleansHybrid.Cluster.Metrics;

namespace OrleansHybrid.Silo;

/// <summary>
/// The silo's metrics in Prometheus' format, on two paths: <c>/metrics</c> tells of sweeps and slots and keeps to
/// Prometheus' rules; <c>/metrics/host</c> tells of Orleans and .NET, whose names and missing descriptions do not.
/// </summary>
internal sealed class Telemetry : IDisposable
{
    private readonly MeterProvider _sweeps = Sdk.CreateMeterProviderBuilder()
        .AddMeter(ClusterMeters.Cluster, ClusterMeters.Trials)
        .AddView(instrument => instrument.Meter.Name == ClusterMeters.Trials
            ? new MetricStreamConfiguration { CardinalityLimit = ClusterMeters.TrialCardinality }
            : null)
        .AddPrometheusExporter(exporter => exporter.ScopeInfoEnabled = false)
        .Build();

    private readonly MeterProvider _host = Sdk.CreateMeterProviderBuilder()
        .AddMeter("Microsoft.Orleans")
        .AddRuntimeInstrumentation()
        .AddPrometheusExporter(exporter => exporter.ScopeInfoEnabled = false)
        .Build();

    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPrometheusScrapingEndpoint("/metrics", _sweeps, null, null);
        endpoints.MapPrometheusScrapingEndpoint("/metrics/host", _host, null, null);
    }

    public void Dispose()
    {
        _sweeps.Dispose();
        _host.Dispose();
    }
}
