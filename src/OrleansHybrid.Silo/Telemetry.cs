using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using OrleansHybrid.Cluster.Metrics;

namespace OrleansHybrid.Silo;

/// <summary>
/// The silo's metrics in Prometheus' format, on two paths: <c>/metrics</c> has sweeps and slots and follows Prometheus' rules;
/// <c>/metrics/host</c> has Orleans and .NET, with names and missing descriptions that do not. Traces are sent by OTLP if the standard
/// variables <c>OTEL_EXPORTER_OTLP_…</c> name a destination.
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

    private readonly TracerProvider? _traces = Traces();

    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPrometheusScrapingEndpoint("/metrics", _sweeps, null, null);
        endpoints.MapPrometheusScrapingEndpoint("/metrics/host", _host, null, null);
    }

    public void Dispose()
    {
        _sweeps.Dispose();
        _host.Dispose();
        _traces?.Dispose();
    }

    private static TracerProvider? Traces()
    {
        if (
            !(
                (string[])["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"]).Any(name =>
                    Environment.GetEnvironmentVariable(name) is { Length: > 0 }))
            return null;
        return Sdk.CreateTracerProviderBuilder()
            .AddSource(SweepTraces.Source)
            // What OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES say goes first.
            .ConfigureResource(silo =>
                silo.Clear()
                    .AddService("orleanshybrid", serviceInstanceId: Environment.MachineName)
                    .AddTelemetrySdk()
                    .AddEnvironmentVariableDetector())
            .AddOtlpExporter()
            .Build();
    }
}
