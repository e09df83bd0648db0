using StackExchange.Redis;

namespace OrleansHybrid.Cluster.Hosting;

/// <summary>
/// Whether a Redis server keeps what it acknowledged: on disk before it answers, and never dropped for want of memory.
/// </summary>
public static class RedisDurability
{
    /// <exception cref="ClusterException">It does not answer, does not tell, or would lose data. The message says what to change.</exception>
    public static async Task Require(RedisServer server)
    {
        await using var connection = await server.Connect();
        var missing = new List<string>();
        try
        {
            var settings = connection.GetServers()[0];
            if (await Setting(settings, "appendonly") != "yes") missing.Add("appendonly yes");
            if (await Setting(settings, "appendfsync") != "always") missing.Add("appendfsync always");
            if (await Setting(settings, "maxmemory") != "0" && await Setting(settings, "maxmemory-policy") != "noeviction")
                missing.Add("maxmemory-policy noeviction");
        }
        catch (RedisServerException hidden)
        {
            throw new ClusterException(
                $"{server} does not tell its settings ({hidden.Message}). See to it that it has 'appendonly yes' and 'appendfsync always', "
                + "then say so with --accept-data-loss.",
                hidden);
        }
        catch (RedisException failure)
        {
            throw server.NoAnswer(failure);
        }

        if (missing.Count == 0) return;
        throw new ClusterException(
            $"{server} may forget what it has acknowledged. Give its redis.conf {string.Join(" and ", missing.Select(line => $"'{line}'"))}, "
            + $"or run {string.Join("; ", missing.Select(line => $"redis-cli CONFIG SET {line}"))}; "
            + "or insist with --accept-data-loss, where losing finished trials with that server is no loss.");
    }

    private static async Task<string?> Setting(IServer server, string name) => (await server.ConfigGetAsync(name)).FirstOrDefault().Value;
}
