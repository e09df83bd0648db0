using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Hosting;

public static class ClusterSerialization
{
    /// <summary>Lets the domain's records cross grain calls as JSON, so that the domain needs no Orleans attribute.</summary>
    public static IServiceCollection AddSweepSerialization(this IServiceCollection services) =>
        services.AddSingleton<ITypeConverter, FormerNames>().AddSerializer(serializer =>
            serializer.AddJsonSerializer(type => type.Assembly == typeof(TrialId).Assembly, ProtocolJson.Options));
}
