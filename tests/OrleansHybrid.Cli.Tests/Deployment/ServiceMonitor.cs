using k8s.Models;

namespace OrleansHybrid.Cli.Tests.Deployment;

/// <summary>Prometheus' operator's, with the keys that ours have.</summary>
internal sealed record ServiceMonitor(string ApiVersion, string Kind, V1ObjectMeta Metadata, ServiceMonitor.Specification Spec)
{
    internal sealed record Specification(V1LabelSelector Selector, Endpoint[] Endpoints);

    internal sealed record Endpoint(string Port, string Path, string Interval, Relabeling[] Relabelings, Relabeling[] MetricRelabelings);

    internal sealed record Relabeling(string? Action, string[]? SourceLabels, string? Regex, string? TargetLabel, string? Replacement);
}
