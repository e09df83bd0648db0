using System.Text.Json.Serialization;
using OrleansHybrid.Sweeps.Text;

namespace OrleansHybrid.Sweeps.Trials;

[JsonConverter(typeof(KebabCaseEnumConverter<Goal>))]
public enum Goal { Maximize, Minimize }

/// <summary>The objective of a sweep: the name of a final metric, such as <c>top1</c>, and the goal.</summary>
public sealed record ObjectiveMetric(string Name, Goal Goal);
