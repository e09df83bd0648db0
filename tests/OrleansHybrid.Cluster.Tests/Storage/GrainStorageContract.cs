using Orleans.Storage;

namespace OrleansHybrid.Cluster.Tests.Storage;

/// <summary>A state that is no more than a text.</summary>
public sealed record Note
{
    public string Text { get; init; } = "";
}

/// <summary>What the grains expect of any storage.</summary>
public abstract class GrainStorageContract
{
    private static readonly GrainId Ada = GrainId.Create("person", "ada"), Bob = GrainId.Create("person", "bob");

    protected abstract IGrainStorage Storage { get; }

    [Fact]
    public async Task Read_NeverWritten_GivesAFreshStateWithoutETag()
    {
        var read = await Read(Ada);

        Assert.False(read.RecordExists);
        Assert.Null(read.ETag);
        Assert.Equal("", read.State!.Text);
    }

    [Fact]
    public async Task Write_ThenRead_GivesTheStateAndItsETag()
    {
        var written = await Write(new(), Ada, "one");
        written = await Write(written, Ada, "two");

        var read = await Read(Ada);
        Assert.True(read.RecordExists);
        Assert.Equal("two", read.State!.Text);
        Assert.Equal(written.ETag, read.ETag);
    }

    [Fact]
    public async Task Write_WithAnOldETag_IsRefusedAndChangesNothing()
    {
        await Write(new(), Ada, "one");
        var (first, second) = (await Read(Ada), await Read(Ada));
        await Write(first, Ada, "first");

        await Assert.ThrowsAsync<InconsistentStateException>(() => Write(second, Ada, "second"));

        Assert.Equal("first", await Text(Ada));
    }

    [Fact]
    public async Task Write_ByOneWhoNeverSawTheState_IsRefused()
    {
        await Write(new(), Ada, "one");

        await Assert.ThrowsAsync<InconsistentStateException>(() => Write(new(), Ada, "two"));
    }

    [Fact]
    public async Task Write_ByManyAtOnce_OneWinsEachRound()
    {
        await Write(new(), Ada, "begin");
        for (var round = 0; round < 20; round++)
        {
            var contenders = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Read(Ada)));

            var won = await Task.WhenAll(contenders.Select((state, contender) => Wins(state, $"{round}/{contender}")));

            var winner = Assert.Single(won, text => text is not null);
            Assert.Equal(winner, await Text(Ada));
        }

        async Task<string?> Wins(GrainState<Note> state, string text)
        {
            try
            {
                await Task.Yield();
                await Write(state, Ada, text);
                return text;
            }
            catch (InconsistentStateException)
            {
                return null;
            }
        }
    }

    [Fact]
    public async Task Clear_ThenRead_GivesAFreshState()
    {
        var state = await Write(new(), Ada, "one");
        await Storage.ClearStateAsync("note", Ada, state);

        var read = await Read(Ada);
        Assert.False(read.RecordExists);
        Assert.Equal("", read.State!.Text);
        await Write(read, Ada, "again");
        Assert.Equal("again", await Text(Ada));
    }

    [Fact]
    public async Task Write_FromBeforeAClearing_IsRefused()
    {
        var state = await Write(new(), Ada, "one");
        var old = await Read(Ada);
        await Storage.ClearStateAsync("note", Ada, state);

        await Assert.ThrowsAsync<InconsistentStateException>(() => Write(old, Ada, "ghost"));
    }

    [Fact]
    public async Task States_OfOtherGrainsClassesAndNames_DoNotMix()
    {
        var namesake = GrainId.Create("ship", "ada");
        await Write(new(), Ada, "a person");
        await Write(new(), Bob, "another person");
        await Write(new(), namesake, "a ship");
        await Write(new(), Ada, "her diary", "diary");

        Assert.Equal("a person", await Text(Ada));
        Assert.Equal("another person", await Text(Bob));
        Assert.Equal("a ship", await Text(namesake));
        Assert.Equal("her diary", await Text(Ada, "diary"));
    }

    private async Task<GrainState<Note>> Read(GrainId grain, string name = "note")
    {
        var state = new GrainState<Note>();
        await Storage.ReadStateAsync(name, grain, state);
        return state;
    }

    private async Task<string?> Text(GrainId grain, string name = "note") => (await Read(grain, name)).State?.Text;

    private async Task<GrainState<Note>> Write(GrainState<Note> state, GrainId grain, string text, string name = "note")
    {
        state.State = new() { Text = text };
        await Storage.WriteStateAsync(name, grain, state);
        return state;
    }
}
