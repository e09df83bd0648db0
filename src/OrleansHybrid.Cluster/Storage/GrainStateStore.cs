using OrleansHybrid.Cluster.Hosting;

namespace OrleansHybrid.Cluster.Storage;

/// <summary>Where the grains keep what they must remember; how silos find each other is another choice.</summary>
public abstract record GrainStateStore
{
    private GrainStateStore()
    {
    }

    /// <param name="setting"><c>redis:host:port</c></param>
    /// <exception cref="ClusterException">It names no store.</exception>
    public static GrainStateStore Parse(string setting) => new Redis(RedisServer.Parse(setting));

    /// <summary>Makes it the storage <see cref="StorageNames.Sweeps"/>.</summary>
    public abstract void AddTo(ISiloBuilder silo);

    /// <exception cref="ClusterException">It may lose what it acknowledged, or does not answer.</exception>
    public abstract Task RequireDurability();

    /// <summary>One local file, for a cluster of one silo.</summary>
    public sealed record Sqlite(string Path) : GrainStateStore
    {
        public override void AddTo(ISiloBuilder silo) => silo.AddSqliteGrainStorage(StorageNames.Sweeps, Path);

        public override Task RequireDurability() => Task.CompletedTask;
    }

    public sealed record Redis(RedisServer Server) : GrainStateStore
    {
        public override void AddTo(ISiloBuilder silo) => silo.AddRedisGrainState(StorageNames.Sweeps, Server);

        public override Task RequireDurability() => RedisDurability.Require(Server);
    }
}
