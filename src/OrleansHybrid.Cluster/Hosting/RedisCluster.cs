using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace OrleansHybrid.Cluster.Hosting;

/// <summary>How silos and clients of one cluster find each other: a table of members in Redis.</summary>
public static class RedisCluster
{
    // One cluster a Redis database; another takes the option defaultDatabase=N.
    private const string Name = "orleanshybrid";

    /// <summary>Members and reminders of the cluster.</summary>
    public static ISiloBuilder JoinCluster(this ISiloBuilder silo, RedisServer server)
    {
        silo.Services.Configure<ClusterOptions>(SetName);
        silo.UseRedisClustering(clustering => clustering.ConfigurationOptions = server.ConnectionOptions());
        silo.UseRedisReminderService(reminders => reminders.ConfigurationOptions = server.ConnectionOptions());
        return silo;
    }

    public static IClientBuilder JoinCluster(this IClientBuilder client, RedisServer server)
    {
        client.Services.Configure<ClusterOptions>(SetName);
        return client.UseRedisClustering(clustering => clustering.ConfigurationOptions = server.ConnectionOptions());
    }

    private static void SetName(ClusterOptions cluster) => (cluster.ClusterId, cluster.ServiceId) = (Name, Name);
}
