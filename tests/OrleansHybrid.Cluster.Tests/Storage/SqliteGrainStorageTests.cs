using System.Diagnostics;
using Orleans.Storage;
using OrleansHybrid.Cluster.Storage;

namespace OrleansHybrid.Cluster.Tests.Storage;

public sealed class SqliteGrainStorageTests : GrainStorageContract, IDisposable
{
    private static readonly GrainId Grain = GrainId.Create("person", "ada");

    private readonly TemporaryFolder _folder = new();
    private readonly SqliteGrainStorage _storage;

    public SqliteGrainStorageTests() => _storage = Open(_folder["grains.db"]);

    protected override IGrainStorage Storage => _storage;

    public void Dispose()
    {
        _storage.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Dispose_WithWritesUnderWay_FinishesThem()
    {
        var path = _folder["other.db"];
        var storage = Open(path);
        var writes = Enumerable.Range(0, 200)
            .Select(i => storage.WriteStateAsync("note", GrainId.Create("person", $"{i}"), new GrainState<Note> { State = new() }))
            .ToArray();
        storage.Dispose();

        await Task.WhenAll(writes);

        using var reopened = Open(path);
        var last = new GrainState<Note>();
        await reopened.ReadStateAsync("note", GrainId.Create("person", "199"), last);
        Assert.True(last.RecordExists);
    }

    [Fact]
    public async Task Write_AfterDispose_IsRefused()
    {
        var storage = Open(_folder["other.db"]);
        storage.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => storage.WriteStateAsync("note", Grain, new GrainState<Note>()));
    }

    [Fact]
    public async Task Reopened_AfterItsProcessWasKilled_HasAllThatWasAcknowledged()
    {
        var path = _folder["killed.db"];
        using var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["write", path]) { RedirectStandardOutput = true })!;
        var acknowledged = new int[EndlessWriter.Writers];
        for (var line = 0; line < 400; line++) Note(await child.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        child.Kill();
        while (await child.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line) Note(line);

        using var storage = Open(path);
        for (var writer = 0; writer < acknowledged.Length; writer++)
        {
            var state = new GrainState<Note>();
            await storage.ReadStateAsync("note", EndlessWriter.Grain(writer), state);
            // The last write may have been saved without having been acknowledged.
            Assert.InRange(int.Parse(state.State!.Text), acknowledged[writer], acknowledged[writer] + 1);
            Assert.True(acknowledged[writer] > 0);
        }

        void Note(string? line)
        {
            // The last line may be torn.
            if (line?.Split(' ') is [var writer, var number] && int.TryParse(number, out var value))
                acknowledged[int.Parse(writer)] = Math.Max(acknowledged[int.Parse(writer)], value);
        }
    }

    [Fact]
    public void Open_AFileThatIsNoDatabase_NamesTheFileAndTheRemedy()
    {
        File.WriteAllText(_folder["text.db"], new string('x', 5000));

        var failure = Assert.Throws<GrainStorageException>(() => Open(_folder["text.db"]));

        Assert.StartsWith(_folder["text.db"], failure.Message, StringComparison.Ordinal);
        Assert.Contains("Move it away", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_AFolderThatIsMissing_NamesTheFile()
    {
        var failure = Assert.Throws<GrainStorageException>(() => Open(_folder["missing/grains.db"]));

        Assert.StartsWith(_folder["missing/grains.db"], failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_WithoutRoomLeft_SaysSoAndGoesOnOnceThereIsRoom()
    {
        var path = _folder["small.db"];
        using var database = new SqliteDatabase(path);
        using var writer = new SqliteWriter(database, "PRAGMA max_page_count = 20");
        var version = await writer.Write("person/ada", "note", null, new byte[10_000]);

        var failure = await Assert.ThrowsAsync<GrainStorageException>(() =>
            writer.Write("person/ada", "note", version, new byte[1_000_000]));

        Assert.Contains("Free some space", failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, await writer.Write("person/ada", "note", version, new byte[11_000]));
    }

    private static SqliteGrainStorage Open(string path) => new(path, new ProtocolStorageSerializer());
}
