using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace OrleansHybrid.Cluster.Connection;

/// <summary>The table of members in Redis by which silos and clients of one cluster find each other.</summary>
public static class RedisCluster
{
    // One cluster a Redis database; another takes the option defaultDatabase=N.
    private const string Name = "orleanshybrid";

    /// <summary>Members and reminders of the cluster.</summary>
    /// <param name="identity">What the silo shows the others over mutual TLS; null for connections without.</param>
    public static ISiloBuilder JoinCluster(this ISiloBuilder silo, RedisServer server, ClusterIdentity? identity)
    {
        if (identity is not null) silo.UseMutualTls(identity);
        silo.Services.Configure<ClusterOptions>(SetName);
        silo.UseRedisClustering(clustering => clustering.ConfigurationOptions = server.ConnectionOptions());
        silo.UseRedisReminderService(reminders => reminders.ConfigurationOptions = server.ConnectionOptions());
        return silo;
    }

    /// <inheritdoc cref="JoinCluster(ISiloBuilder, RedisServer, ClusterIdentity?)"/>
    public static IClientBuilder JoinCluster(this IClientBuilder client, RedisServer server, ClusterIdentity? identity)
    {
        if (identity is not null) client.UseMutualTls(identity);
        client.Services.Configure<ClusterOptions>(SetName);
        return client.UseRedisClustering(clustering => clustering.ConfigurationOptions = server.ConnectionOptions());
    }

    private static void SetName(ClusterOptions cluster) => (cluster.ClusterId, cluster.ServiceId) = (Name, Name);
}
