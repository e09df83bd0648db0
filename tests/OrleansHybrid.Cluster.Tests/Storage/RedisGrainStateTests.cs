using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Storage;
using OrleansHybrid.Cluster.Storage;
using OrleansHybrid.Cluster.Tests.Testing;
using StackExchange.Redis;

namespace OrleansHybrid.Cluster.Tests.Storage;

/// <summary>The storage of a silo's own, on a server of its own: the provider takes part in a silo's life.</summary>
public sealed class RedisStorage : IAsyncDisposable
{
    private IHost? _silo;
    private RedisProcess? _redis;

    internal RedisProcess Redis => _redis!;

    internal IGrainStorage Storage => _silo!.Services.GetRequiredKeyedService<IGrainStorage>("notes");

    /// <summary>For the first test that asks: a skip here is that test's.</summary>
    internal async ValueTask Start()
    {
        if (_silo is not null) return;
        _redis = new();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleans(silo =>
            silo.UseLocalhostClustering(siloPort: FreePort.Find(), gatewayPort: 0).AddRedisGrainState("notes", Redis.Server));
        _silo = builder.Build();
        await _silo.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_silo is not null) await _silo.StopAsync();
        _silo?.Dispose();
        _redis?.Dispose();
    }
}

public sealed class RedisGrainStateTests(RedisStorage storage) : GrainStorageContract, IClassFixture<RedisStorage>, IAsyncLifetime
{
    private static readonly GrainId Grain = GrainId.Create("person", "ada");

    protected override IGrainStorage Storage => storage.Storage;

    private RedisProcess Redis => storage.Redis;

    public async ValueTask InitializeAsync()
    {
        await storage.Start();
        await Execute("FLUSHALL");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Write_ToAServerThatIsGone_IsUnknown_AndWorksOnceItIsBack()
    {
        var state = new GrainState<Note> { State = new() { Text = "one" } };
        await Storage.WriteStateAsync("note", Grain, state);
        Redis.Kill();

        state.State = new() { Text = "two" };
        var failure = await Assert.ThrowsAsync<TimeoutException>(() => Storage.WriteStateAsync("note", Grain, state));
        Assert.Contains(Redis.Setting, failure.Message, StringComparison.Ordinal);

        Redis.Restart();
        var read = new GrainState<Note>();
        await Eventually.Is(async () => await Answers(() => Storage.ReadStateAsync("note", Grain, read)), "the server answers again");
        Assert.Equal("one", read.State!.Text);
        await Storage.WriteStateAsync("note", Grain, state);
    }

    [Fact]
    public async Task Write_WithoutMemoryLeft_NamesTheRemedy()
    {
        await Execute("CONFIG", "SET", "maxmemory", "1");
        try
        {
            var failure = await Assert.ThrowsAsync<GrainStorageException>(() =>
                Storage.WriteStateAsync("note", Grain, new GrainState<Note> { State = new() }));

            Assert.Contains("Raise maxmemory", failure.Message, StringComparison.Ordinal);
        }
        finally
        {
            await Execute("CONFIG", "SET", "maxmemory", "0");
        }
    }

    private async Task Execute(string command, params object[] arguments)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(Redis.Server.ConnectionOptions());
        await connection.GetDatabase().ExecuteAsync(command, arguments);
    }

    private static async Task<bool> Answers(Func<Task> call)
    {
        try
        {
            await call();
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
