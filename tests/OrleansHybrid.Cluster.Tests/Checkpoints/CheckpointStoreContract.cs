using OrleansHybrid.Cluster.Checkpoints;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Tests.Checkpoints;

/// <summary>What attempts and consoles expect of any checkpoint store.</summary>
public abstract class CheckpointStoreContract : IDisposable
{
    private protected static readonly TrialId Trial = new("sweep-1a2b", 7);

    private protected static readonly Dictionary<string, byte[]> Files = new()
    {
        ["state.safetensors"] = [4, 5],
        ["weights.safetensors"] = [1, 2, 3]
    };

    private protected TemporaryFolder Local { get; } = new();

    private protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected abstract ICheckpointStore Store { get; }

    /// <summary>Where the owner's mark is, as <see cref="Overwrite"/> names it.</summary>
    protected abstract string Mark { get; }

    /// <summary>Lets nobody but the test touch what the store keeps.</summary>
    protected abstract Task Overwrite(string path, byte[]? bytes);

    [Fact]
    public async Task Put_ThenFetch_GivesBackEveryFile()
    {
        var checkpoint = await Put(1, 300, Files);

        await Store.Fetch(Trial, checkpoint, Local["back"], Stop);

        Assert.Equal(
            ["manifest.json", .. Files.Keys], Directory.GetFiles(Local["back"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        foreach (var (name, bytes) in Files) Assert.Equal(bytes, File.ReadAllBytes(Path.Combine(Local["back"], name)));
    }

    [Fact]
    public async Task Put_LargeFile_ComesBackToTheByte()
    {
        var large = new byte[(20 << 20) + 12345];
        for (var i = 0; i < large.Length; i += 4) large[i] = (byte)(i * 2654435761 >> 13);
        var checkpoint = await Put(1, 300, new() { ["weights.safetensors"] = large });

        await Store.Fetch(Trial, checkpoint, Local["back"], Stop);

        Assert.True(large.AsSpan().SequenceEqual(File.ReadAllBytes(Local["back/weights.safetensors"])));
    }

    [Fact]
    public async Task Put_Again_ChangesNothing()
    {
        var checkpoint = await Put(1, 300, Files);
        await Store.Put(Trial, checkpoint, Local["out/a0001-s000300"], Stop);

        Assert.Single(await All());
        await Store.Fetch(Trial, checkpoint, Local["back"], Stop);
    }

    [Fact]
    public async Task Put_FolderWithADamagedFile_IsRefused()
    {
        var checkpoint = WrittenCheckpoint.In(Local["out"], 1, 300, Files);
        File.WriteAllBytes(Local["out/a0001-s000300/weights.safetensors"], [1, 2, 4]);

        var refusal = await Assert.ThrowsAsync<InvalidDataException>(() => Store.Put(Trial, checkpoint, Local["out/a0001-s000300"], Stop));

        Assert.Contains("weights.safetensors is damaged", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(await All());
    }

    [Fact]
    public async Task Put_ManyUnderOneName_OneWins()
    {
        for (var round = 1; round <= 10; round++)
        {
            var contenders = Enumerable.Range(0, 4)
                .Select(number =>
                    (
                        Folder: Local[$"{round}/{number}"],
                        Checkpoint: WrittenCheckpoint.In(
                            Local[$"{round}/{number}"], round, 300, new Dictionary<string, byte[]> { ["weights"] = [(byte)number] })))
                .ToArray();

            var won = await Task.WhenAll(contenders.Select(contender => Wins(contender.Folder, contender.Checkpoint)));

            var winner = contenders[Array.IndexOf(won, true)].Checkpoint;
            Assert.Single(won, isWinner => isWinner);
            await Store.Fetch(Trial, winner, Local[$"{round}/back"], Stop);
        }

        async Task<bool> Wins(string folder, CheckpointRef checkpoint)
        {
            try
            {
                await Task.Yield();
                await Store.Put(Trial, checkpoint, Path.Combine(folder, checkpoint.Name), Stop);
                return true;
            }
            catch (CheckpointStoreException)
            {
                return false;
            }
        }
    }

    [Theory]
    [InlineData("weights.safetensors", new byte[] { 1, 2, 4 }, "weights.safetensors is damaged")]
    [InlineData("weights.safetensors", new byte[] { 1, 2 }, "weights.safetensors has 2 bytes instead of 3")]
    [InlineData("weights.safetensors", null, "weights.safetensors is missing")]
    [InlineData("manifest.json", new byte[] { 1 }, "manifest.json is not the one that was committed")]
    [InlineData("manifest.json", null, "manifest.json is missing")]
    public async Task Fetch_DamagedCheckpoint_SaysWhatIsWrong_AndLeavesNothing(string file, byte[]? bytes, string expected)
    {
        var checkpoint = await Put(1, 300, Files);
        await Overwrite($"{Trial.Sweep}/{Trial.Number}/{checkpoint.Name}/{file}", bytes);

        var damage = await Assert.ThrowsAsync<InvalidDataException>(() => Store.Fetch(Trial, checkpoint, Local["back"], Stop));

        Assert.Contains(expected, damage.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Local["back"]));
    }

    [Fact]
    public async Task Fetch_NeverPut_SaysThatItIsMissing()
    {
        var checkpoint = WrittenCheckpoint.In(Local["out"], 1, 300, Files);
        Assert.Equal(
            "manifest.json is missing",
            (await Assert.ThrowsAsync<InvalidDataException>(() => Store.Fetch(Trial, checkpoint, Local["back"], Stop))).Message);
    }

    [Fact]
    public async Task Logs_OfTheNewestAttempts_AreKept_BesideCheckpointsThatDoNotSeeThem()
    {
        await Put(1, 300, Files);
        Assert.Null(await Store.ReadLog(Trial, Stop));
        for (var attempt = 1; attempt <= 5; attempt++)
            await Store.PutLog(Trial, new(attempt, "10.0.0.1:11111", $"begin {attempt}\n"), Stop);
        await Store.PutLog(Trial, new(5, "10.0.0.2:11111", "begin 5\nepoch 1: ½\n"), Stop);
        // An attempt that was overtaken comes late.
        await Store.PutLog(Trial, new(1, "10.0.0.3:11111", "late\n"), Stop);

        Assert.Equal(new(5, "10.0.0.2:11111", "begin 5\nepoch 1: ½\n"), await Store.ReadLog(Trial, Stop));
        Assert.Null(await Store.ReadLog(Trial with { Index = 8 }, Stop));
        Assert.Single(await All());
        await Store.DeleteLogs(Trial, Stop);
        Assert.Null(await Store.ReadLog(Trial, Stop));
        Assert.Single(await All());
    }

    [Fact]
    public async Task List_OfATrial_ASweepAndAll_NamesThemWithTheirBytes()
    {
        var checkpoint = await Put(1, 300, Files);
        await Put(2, 600, Files);
        await Put(1, 3, Files, Trial with { Index = 8 });
        await Put(1, 3, Files, new("sweep-1a2b3", 7));

        Assert.Equal(["0007/a0001-s000300", "0007/a0002-s000600"], Names(await All("sweep-1a2b", 7)));
        Assert.Equal(["0007/a0001-s000300", "0007/a0002-s000600", "0008/a0001-s000003"], Names(await All("sweep-1a2b")));
        Assert.Equal(4, (await All()).Count);
        Assert.Equal([checkpoint.Bytes], (await All()).Select(stored => stored.Bytes).Distinct());
        Assert.Empty(await All("never"));

        static IEnumerable<string> Names(IEnumerable<StoredCheckpoint> stored) =>
            stored.Select(found => $"{found.Trial.Number}/{found.Name}").Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task Delete_OfOne_LeavesTheOthers_AndMayBeRepeated()
    {
        var checkpoint = await Put(1, 3, Files);
        await Put(1, 30, Files);
        await Store.Delete(Trial, checkpoint.Name, Stop);
        await Store.Delete(Trial, checkpoint.Name, Stop);

        Assert.Equal(["a0001-s000030"], (await All()).Select(stored => stored.Name));
    }

    [Theory]
    [InlineData("../other")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("/etc")]
    [InlineData("a\\b")]
    [InlineData("a\n")]
    [InlineData("Größe")]
    public async Task AnyCall_WithANameThatCouldLeadOut_IsRefused(string name)
    {
        var checkpoint = WrittenCheckpoint.In(Local["out"], 1, 300, Files);
        var folder = Local["out/a0001-s000300"];

        await Assert.ThrowsAsync<ArgumentException>(() => Store.Put(new(name, 0), checkpoint, folder, Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.Put(Trial, checkpoint with { Name = name }, folder, Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.Fetch(new(name, 0), checkpoint, Local["back"], Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.Fetch(Trial, checkpoint with { Name = name }, Local["back"], Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.Delete(Trial, name, Stop));
        await Assert.ThrowsAsync<ArgumentException>(async () => await All(name));
        Assert.Throws<ArgumentException>(() => Store.FolderOf(new(name, 0)));
    }

    [Fact]
    public async Task Fetch_ManifestThatNamesAFileOutside_IsRefused()
    {
        var checkpoint = WrittenCheckpoint.In(Local["out"], 1, 300, Files);
        var manifest = Local["out/a0001-s000300/manifest.json"];
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("state.safetensors", "../../escape", StringComparison.Ordinal));
        var forged = checkpoint with
        {
            ManifestSha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(manifest)))
        };

        var refusal = await Assert.ThrowsAsync<InvalidDataException>(() => Store.Put(Trial, forged, Local["out/a0001-s000300"], Stop));

        Assert.Contains("files[0].name '../../escape' is not a file name of a checkpoint", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TryOwn_OfManyAtOnce_MarksItForOne_AndReplacesOnlyAKnownMark()
    {
        Assert.Null(await Store.Owner(Stop));
        var contenders = Enumerable.Range(0, 4).Select(number => Of($"{number}")).ToArray();

        var won = await Task.WhenAll(contenders.Select(mark => Task.Run(() => Store.TryOwn(mark, null, Stop))));

        var winner = contenders[Array.IndexOf(won, true)];
        Assert.Single(won, isWinner => isWinner);
        Assert.Equal(winner, await Store.Owner(Stop));
        Assert.False(await Store.TryOwn(Of("late"), null, Stop));
        Assert.True(await Store.TryOwn(Of("heir"), winner, Stop));
        Assert.Equal(Of("heir"), await Store.Owner(Stop));
        Assert.Empty(await All());

        static OwnerMark Of(string cluster) => new(cluster, "redis:10.0.0.5:6379", "control-1", DateTimeOffset.UnixEpoch);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(OwnerMark.MostBytes + 2)]
    public async Task Owner_OfAMarkThatIsNone_IsSomebody(int bytes)
    {
        await Store.TryOwn(new("1a2b", "redis:10.0.0.5:6379", "control-1", DateTimeOffset.UnixEpoch), null, Stop);
        var mark = new byte[bytes];
        Array.Fill(mark, (byte)' ');
        await Overwrite(Mark, mark);

        Assert.Equal("", (await Store.Owner(Stop))?.Cluster);
    }

    public virtual void Dispose()
    {
        Local.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected async Task<CheckpointRef> Put(int attempt, int step, Dictionary<string, byte[]> files, TrialId? trial = null)
    {
        var checkpoint = WrittenCheckpoint.In(Local["out"], attempt, step, files);
        await Store.Put(trial ?? Trial, checkpoint, Path.Combine(Local["out"], checkpoint.Name), Stop);
        return checkpoint;
    }

    private protected async Task<List<StoredCheckpoint>> All(string? sweep = null, int? trial = null)
    {
        var found = new List<StoredCheckpoint>();
        await foreach (var stored in Store.List(sweep, trial, Stop)) found.Add(stored);
        return found;
    }
}
