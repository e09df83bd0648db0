using StackExchange.Redis;

namespace OrleansHybrid.Cluster.Connection;

/// <summary>
/// Whether a Redis server keeps what it acknowledged: on disk before it answers, always, never dropped for want of memory, and
/// with no copy that could take over without having it.
/// </summary>
public static class RedisDurability
{
    private static readonly (string Name, string Value)[] Settings =
    [
        ("appendonly", "yes"),
        ("appendfsync", "always"),
        ("no-appendfsync-on-rewrite", "no"),
    ];

    /// <exception cref="ClusterException">It does not answer, does not tell, or would lose data. The message says what to
    /// change.</exception>
    public static async Task Require(RedisServer server)
    {
        await using var connection = await server.Connect();
        try
        {
            if (await Complaint(server, connection) is { } complaint) throw new ClusterException(complaint);
        }
        catch (Exception failure) when (RedisServer.IsNoAnswer(failure))
        {
            throw server.NoAnswer(failure);
        }
    }

    /// <returns>What could be lost and what to change; null where nothing could.</returns>
    /// <exception cref="ClusterException">It does not answer.</exception>
    public static Task<string?> Complaint(RedisLine line) => line.Ask(connection => Complaint(line.Server, connection));

    private static async Task<string?> Complaint(RedisServer server, ConnectionMultiplexer connection)
    {
        var complaints = new List<string>();
        try
        {
            foreach (var endpoint in connection.GetServers()) complaints.AddRange(await ComplaintsOf(endpoint));
        }
        catch (RedisServerException hidden)
        {
            return $"{server} does not tell its settings ({hidden.Message}). See to it that it has 'appendonly yes', 'appendfsync "
                + "always' and no replicas, "
                + "then say so with --accept-data-loss.";
        }

        return complaints.Count == 0 ? null
            : $"{server} may forget what it has acknowledged. {string.Join(" ", complaints)} Or insist with --accept-data-loss, where "
                + "losing finished trials with that server is no loss.";
    }

    private static async Task<List<string>> ComplaintsOf(IServer endpoint)
    {
        var name = RedisServer.Spelled(endpoint.EndPoint);
        if (!endpoint.IsConnected) return [$"{name} does not answer, and what it would keep is not known: start it, or leave it out."];
        var complaints = new List<string>();
        var missing = new List<string>();
        foreach (var (setting, value) in Settings)
            if (await Setting(endpoint, setting) is { } found && found != value)
                missing.Add($"{setting} {value}");
        if (await Setting(endpoint, "maxmemory") != "0" && await Setting(endpoint, "maxmemory-policy") != "noeviction")
            missing.Add("maxmemory-policy noeviction");
        if (missing.Count > 0)
            complaints.Add(
                $"Give the redis.conf of {name} {string.Join(" and ", missing.Select(line => $"'{line}'"))}, "
                + $"or run {string.Join("; ", missing.Select(line => $"redis-cli CONFIG SET {line}"))}.");
        if (Replication(await endpoint.InfoAsync("replication"), name) is { } replication) complaints.Add(replication);
        return complaints;
    }

    /// <summary>Copies follow later than the answer, and one that takes over has not got the last of it.</summary>
    private static string? Replication(IGrouping<string, KeyValuePair<string, string>>[] info, string name)
    {
        var facts = info.SelectMany(section => section).DistinctBy(fact => fact.Key).ToDictionary();
        if (facts.GetValueOrDefault("role") is "slave" or "replica")
            return $"{name} is a replica of {facts.GetValueOrDefault("master_host")}:{facts.GetValueOrDefault("master_port")}: "
                + "name the server that it copies.";
        return facts.GetValueOrDefault("connected_slaves") is { } replicas and not "0"
            ? $"{name} answers before its {replicas} {(replicas == "1" ? "replica has" : "replicas have")} a write, so one that takes "
                + "over has not got the last of them: run it without replicas."
            : null;
    }

    private static async Task<string?> Setting(IServer server, string name) => (await server.ConfigGetAsync(name)).FirstOrDefault().Value;
}
