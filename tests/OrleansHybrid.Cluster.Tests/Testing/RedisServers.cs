using OrleansHybrid.Cluster.Connection;

namespace OrleansHybrid.Cluster.Tests.Testing;

internal static class RedisServers
{
    extension(RedisProcess redis)
    {
        public RedisServer Server => RedisServer.Parse(redis.Setting);
    }
}
