using System.Text.Json.Serialization;
using OrleansHybrid.Sweeps.Text;

namespace OrleansHybrid.Sweeps.Trials;

[JsonConverter(typeof(KebabCaseEnumConverter<Goal>))]
public enum Goal { Maximize, Minimize }

/// <summary>What a trial is judged by: the name of a final metric, such as <c>top1</c>, and which way is better.</summary>
public sealed record ObjectiveMetric(string Name, Goal Goal);
