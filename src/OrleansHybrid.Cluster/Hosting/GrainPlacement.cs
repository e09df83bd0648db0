using Orleans.Configuration;
using OrleansHybrid.Cluster.Trials;

namespace OrleansHybrid.Cluster.Hosting;

public static class GrainPlacement
{
    /// <summary>
    /// Leaves a silo that may vanish the records of the trials that it trains, and nothing else of ours. Silos without
    /// this host every grain, so that trial records stay readable while none trains.
    /// </summary>
    public static ISiloBuilder HostTrialsOnly(this ISiloBuilder silo) => silo.Configure<GrainTypeOptions>(grains =>
        grains.Classes.RemoveWhere(type => type.Assembly == typeof(TrialGrain).Assembly && type != typeof(TrialGrain)));
}
