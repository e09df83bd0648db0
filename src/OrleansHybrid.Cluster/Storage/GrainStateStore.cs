using OrleansHybrid.Cluster.Connection;

namespace OrleansHybrid.Cluster.Storage;

/// <summary>The store of the grains' state; how silos find each other is another choice.</summary>
public abstract record GrainStateStore
{
    private GrainStateStore()
    {
    }

    /// <param name="setting">As of a <see cref="ClusterServer"/>.</param>
    /// <exception cref="ClusterException">It names no store.</exception>
    public static GrainStateStore Parse(string setting) => Of(ClusterServer.Parse(setting));

    /// <summary>The store on the server of a cluster.</summary>
    public static GrainStateStore Of(ClusterServer server) => server switch
    {
        RedisServer redis => new Redis(redis),
        AzureAccount azure => new AzureBlobs(azure),
        _ => throw new ArgumentOutOfRangeException(nameof(server), server, "no store of grain state"),
    };

    /// <summary>Makes it the storage <see cref="StorageNames.Sweeps"/>.</summary>
    public abstract void AddTo(ISiloBuilder silo);

    /// <exception cref="ClusterException">It may lose what it acknowledged, or cannot be used.</exception>
    public abstract Task RequireDurability();

    /// <summary>What <see cref="RequireDurability"/> has found, for people.</summary>
    public virtual string Proven => "answers, and keeps what it acknowledges";

    /// <summary>Whether <see cref="ClusterServer.Require"/> of the cluster's server has proven this store too.</summary>
    public bool IsProvenBy(ClusterServer server) => this is Redis own && own.Server.Equals(server);

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

    /// <summary>Blobs, not table rows: a sweep's state may be larger than the 983,040 bytes of one.</summary>
    public sealed record AzureBlobs(AzureAccount Account) : GrainStateStore
    {
        public override string ToString() => Account.ToString();

        public override void AddTo(ISiloBuilder silo) => silo.AddAzureGrainState(StorageNames.Sweeps, Account);

        /// <remarks>Azure acknowledges what it has written thrice.</remarks>
        public override Task RequireDurability() => AzureGrainState.Require(Account);

        public override string Proven => $"the container {AzureGrainState.Container(Account)} is there, and can be read and written";
    }
}
