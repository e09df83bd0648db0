using OrleansHybrid.Cluster.Connection;
using OrleansHybrid.Cluster.Tests.Testing;

namespace OrleansHybrid.Cluster.Tests.Hosting;

/// <summary>A Redis server that goes back in time under those who live on.</summary>
public sealed class StoreHistoryTests : IAsyncDisposable
{
    private readonly RedisProcess _redis = new();
    private readonly RedisLine _line;
    private readonly StoreHistory _raiser, _reader;

    public StoreHistoryTests()
    {
        _line = new(_redis.Server);
        (_raiser, _reader) = (new(_line, raises: true), new(_line, raises: false));
    }

    public async ValueTask DisposeAsync()
    {
        await _line.DisposeAsync();
        _redis.Dispose();
    }

    [Fact]
    public async Task Look_AtAStoreThatGoesOn_FindsNothing()
    {
        await Begin(_raiser, _reader);
        for (var look = 0; look < 3; look++) Assert.Equal([null, null, null], await Looks(_reader, _raiser, _reader));

        var late = new StoreHistory(_line, raises: false);
        await Begin(late);
        Assert.Equal([null, null], await Looks(_raiser, late));
    }

    [Fact]
    public async Task Look_AtAStoreThatRestartsWithAllItAcknowledged_FindsNothing()
    {
        await Begin(_raiser, _reader);
        await Looks(_raiser, _reader);

        _redis.Kill();
        _redis.Restart();

        Assert.Null(await Eventually.Answer(() => AnswerOf(_raiser), answer => answer is not "away"));
        Assert.Equal([null], await Looks(_reader));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Look_AtAStoreThatWentBack_SaysSo_AndSoDoAllOthersFromThenOn(int seconds)
    {
        await Begin(_raiser, _reader);
        for (var look = 0; look < 5; look++) await Looks(_raiser);

        await GoBack(seconds);

        Assert.Contains("went back in time", await _raiser.Look(), StringComparison.Ordinal);
        Assert.Contains("went back in time", await _reader.Look(), StringComparison.Ordinal);
        var (raiser, reader) = (new StoreHistory(_line, raises: true), new StoreHistory(_line, raises: false));
        await Begin(raiser, reader);
        Assert.Equal([null, null], await Looks(raiser, reader));
    }

    [Fact]
    public async Task Look_OfOneThatOnlyReads_TellsThoseThatRaiseToo()
    {
        await Begin(_raiser, _reader);
        await Looks(_raiser, _raiser, _reader);
        var restarted = new StoreHistory(_line, raises: true);

        await GoBack(1);
        await Begin(restarted);

        Assert.Contains("counted 2 seconds, now 1", await _reader.Look(), StringComparison.Ordinal);
        Assert.NotNull(await restarted.Look());
    }

    [Fact]
    public async Task Look_AtAStoreThatWasEmptied_SaysSo()
    {
        await Begin(_raiser, _reader);
        await Looks(_raiser, _reader);

        await _line.Ask(connection => connection.GetDatabase().KeyDeleteAsync(StoreHistory.Key));

        Assert.DoesNotContain(null, await Looks(_raiser, _reader));
    }

    private static async Task Begin(params StoreHistory[] all)
    {
        foreach (var one in all) await one.Begin();
    }

    private static async Task<List<string?>> Looks(params StoreHistory[] all)
    {
        var found = new List<string?>();
        foreach (var one in all) found.Add(await one.Look());
        return found;
    }

    private static async Task<string?> AnswerOf(StoreHistory history)
    {
        try
        {
            return await history.Look();
        }
        catch (ClusterException)
        {
            return "away";
        }
    }

    private Task<long> GoBack(int seconds) =>
        _line.Ask(connection => connection.GetDatabase().HashDecrementAsync(StoreHistory.Key, StoreHistory.Count, seconds));
}
