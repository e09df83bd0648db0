using Orleans.Serialization;
using OrleansHybrid.Sweeps.Definition.Yaml;
using OrleansHybrid.Sweeps.Scheduling;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Hosting;

/// <summary>
/// The names by which grain calls name the domain's records that have moved: the full name that each had when it was first sent,
/// so that silos and consoles of the version before understand it.
/// </summary>
internal sealed class FormerNames : ITypeConverter
{
    private static readonly Dictionary<Type, string> NameOf = new Type[]
    {
        typeof(Recipe), typeof(DataFingerprint), typeof(ObjectiveMetric), typeof(CheckpointPolicy), typeof(TrialResources),
        typeof(SweepText), typeof(SweepTexts),
    }.ToDictionary(type => type, type => $"OrleansHybrid.Sweeps.Definition.{type.Name},OrleansHybrid.Sweeps");

    private static readonly Dictionary<string, Type> TypeOf = NameOf.ToDictionary(entry => entry.Value, entry => entry.Key);

    public bool TryFormat(Type type, out string formatted) => NameOf.TryGetValue(type, out formatted!);

    public bool TryParse(string formatted, out Type type) => TypeOf.TryGetValue(formatted, out type!);
}
