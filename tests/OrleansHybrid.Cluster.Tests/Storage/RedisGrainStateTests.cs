using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Storage;
using OrleansHybrid.Cluster.Storage;
using OrleansHybrid.Cluster.Tests.Testing;
using StackExchange.Redis;

namespace OrleansHybrid.Cluster.Tests.Storage;

public sealed class RedisGrainStateTests(RedisProcess redis) : GrainStorageContract, IClassFixture<RedisProcess>, IAsyncLifetime
{
    private static readonly GrainId Grain = GrainId.Create("person", "ada");

    private IHost _silo = null!;

    protected override IGrainStorage Storage => _silo.Services.GetRequiredKeyedService<IGrainStorage>("notes");

    public async ValueTask InitializeAsync()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.Server.ConnectionOptions());
        await connection.GetDatabase().ExecuteAsync("FLUSHALL");
        // The provider takes part in a silo's life.
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleans(silo => silo.UseLocalhostClustering(siloPort: RedisProcess.FreePort(), gatewayPort: 0).AddRedisGrainState("notes", redis.Server));
        _silo = builder.Build();
        await _silo.StartAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _silo.StopAsync();
        _silo.Dispose();
    }

    [Fact]
    public async Task Write_ToAServerThatIsGone_IsUnknown_AndWorksOnceItIsBack()
    {
        var state = new GrainState<Note> { State = new() { Text = "one" } };
        await Storage.WriteStateAsync("note", Grain, state);
        redis.Kill();

        state.State = new() { Text = "two" };
        var failure = await Assert.ThrowsAsync<TimeoutException>(() => Storage.WriteStateAsync("note", Grain, state));
        Assert.Contains(redis.Setting, failure.Message, StringComparison.Ordinal);

        redis.Restart();
        var read = new GrainState<Note>();
        await Eventually.Is(async () => await Answers(() => Storage.ReadStateAsync("note", Grain, read)), "the server answers again");
        Assert.Equal("one", read.State!.Text);
        await Storage.WriteStateAsync("note", Grain, state);
    }

    [Fact]
    public async Task Write_WithoutMemoryLeft_NamesTheRemedy()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.Server.ConnectionOptions());
        await connection.GetDatabase().ExecuteAsync("CONFIG", "SET", "maxmemory", "1");
        try
        {
            var failure = await Assert.ThrowsAsync<GrainStorageException>(() => Storage.WriteStateAsync("note", Grain, new GrainState<Note> { State = new() }));

            Assert.Contains("Raise maxmemory", failure.Message, StringComparison.Ordinal);
        }
        finally
        {
            await connection.GetDatabase().ExecuteAsync("CONFIG", "SET", "maxmemory", "0");
        }
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
