using OrleansHybrid.Cluster.Connection;

namespace OrleansHybrid.Cluster.Storage;

/// <summary>The store of the grains' state; how silos find each other is another choice.</summary>
public abstract partial record GrainStateStore
{
    private GrainStateStore()
    {
    }

    private const string AzureScheme = "azure:";

    /// <param name="setting">
    /// <c>redis:host:port</c>, or <c>azure:</c> and a connection string or the URL of a storage account's blobs.
    /// </param>
    /// <exception cref="ClusterException">It names no store.</exception>
    public static GrainStateStore Parse(string setting) => setting.StartsWith(AzureScheme, StringComparison.Ordinal)
        ? ParseAzure(setting[AzureScheme.Length..])
        : new Redis(RedisServer.Parse(setting));

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
        public override string ToString() => Server.ToString();

        public override void AddTo(ISiloBuilder silo) => silo.AddRedisGrainState(StorageNames.Sweeps, Server);

        public override Task RequireDurability() => RedisDurability.Require(Server);
    }
}
