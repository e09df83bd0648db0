using StackExchange.Redis;

namespace OrleansHybrid.Cluster.Connection;

/// <summary>One connection to a Redis server, for what is asked again and again.</summary>
public sealed class RedisLine(RedisServer server) : ServerLine
{
    private readonly SemaphoreSlim _opening = new(1);
    private ConnectionMultiplexer? _connection;

    public override RedisServer Server => server;

    public override int Interval => 1;

    public override Task RequireAnswer() => Ask(connection => connection.GetDatabase().PingAsync());

    public override Task<string?> Complaint() => RedisDurability.Complaint(this);

    public override StoreHistory History(bool raises) => new(this, raises);

    internal override async Task<(DateTimeOffset Time, TimeSpan Uncertainty)> Clock()
    {
        var parts = (RedisResult[])(await Ask(connection => connection.GetDatabase().ExecuteAsync("TIME")))!;
        return (DateTimeOffset.UnixEpoch.AddSeconds((long)parts[0]).AddMicroseconds((long)parts[1]), TimeSpan.Zero);
    }

    public override async ValueTask DisposeAsync()
    {
        if (_connection is not null) await _connection.DisposeAsync();
        _opening.Dispose();
    }

    /// <exception cref="ClusterException">The server does not answer, or not to this user.</exception>
    internal async Task<T> Ask<T>(Func<ConnectionMultiplexer, Task<T>> question)
    {
        try
        {
            return await question(await Open());
        }
        catch (Exception failure) when (RedisServer.IsNoAnswer(failure))
        {
            throw server.NoAnswer(failure);
        }
    }

    private async Task<ConnectionMultiplexer> Open()
    {
        if (_connection is not null) return _connection;
        await _opening.WaitAsync();
        try
        {
            var options = server.ConnectionOptions();
            // Who asks wants to know how it is now, not once the server is back.
            (options.AllowAdmin, options.BacklogPolicy) = (true, BacklogPolicy.FailFast);
            return _connection ??= await ConnectionMultiplexer.ConnectAsync(options);
        }
        finally
        {
            _opening.Release();
        }
    }
}
