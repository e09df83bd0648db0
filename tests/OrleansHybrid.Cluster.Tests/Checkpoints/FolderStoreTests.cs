using OrleansHybrid.Cluster.Checkpoints;

namespace OrleansHybrid.Cluster.Tests.Checkpoints;

public sealed class FolderStoreTests : CheckpointStoreContract
{
    protected override ICheckpointStore Store => new FolderStore(Local["store"]);

    [Fact]
    public async Task Put_OfWhatATrainerWroteInItsPlace_IsThere()
    {
        var checkpoint = WrittenCheckpoint.In(Store.FolderOf(Trial)!, 1, 300, Files);
        await Store.Put(Trial, checkpoint, Path.Combine(Store.FolderOf(Trial)!, checkpoint.Name), Stop);

        await Store.Fetch(Trial, checkpoint, Local["back"], Stop);
    }

    [Fact]
    public async Task List_NamesWhatAnInterruptedWriteLeft()
    {
        Directory.CreateDirectory(Path.Combine(Store.FolderOf(Trial)!, "a0002-s000300.partial"));
        Directory.CreateDirectory(Path.Combine(Store.FolderOf(Trial)!, "notes"));

        var left = Assert.Single(await All());

        Assert.Equal(("a0002-s000300.partial", 2), (left.Name, left.Attempt));
        await Store.Delete(Trial, left.Name, Stop);
        Assert.Empty(await All());
    }

    [Fact]
    public async Task Put_WhereNothingCanBeMade_NamesTheRemedy()
    {
        File.WriteAllText(Local["file"], "");
        var store = new FolderStore(Local["file"]);
        var checkpoint = WrittenCheckpoint.In(Local["out"], 1, 300, Files);

        var failure = await Assert.ThrowsAsync<CheckpointStoreException>(() =>
            store.Put(Trial, checkpoint, Local["out/a0001-s000300"], Stop));

        Assert.Contains(Local["file"], failure.Message, StringComparison.Ordinal);
        Assert.Contains("let this user write there", failure.Message, StringComparison.Ordinal);
        Assert.False(failure.IsTransient);
        await Assert.ThrowsAsync<CheckpointStoreException>(() => store.RequireAccess(Stop));
    }

    [Theory]
    [InlineData("manifest.json", "manifest.json is empty, or a pipe or a device")]
    [InlineData("weights.safetensors", "weights.safetensors has 0 bytes instead of 3: it is empty, or a pipe or a device")]
    public async Task Fetch_PipesAndDevicesInPlaceOfFiles_AreNotOpened(string name, string expected)
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("this system has no /dev/zero");
        var checkpoint = await Put(1, 300, Files);
        var file = Path.Combine(Store.FolderOf(Trial)!, checkpoint.Name, name);
        File.Delete(file);
        File.CreateSymbolicLink(file, "/dev/zero");
        Assert.Equal(expected, await Refusal());
        File.Delete(file);
        using (var mkfifo = System.Diagnostics.Process.Start("mkfifo", [file])) await mkfifo.WaitForExitAsync(Stop);
        Assert.Equal(expected, await Refusal());

        async Task<string> Refusal() =>
            (await Assert.ThrowsAsync<InvalidDataException>(() => Store.Fetch(Trial, checkpoint, Local["back"], Stop))).Message;
    }

    protected override string Mark => $"owner/{OwnerMark.FileName}";

    protected override Task Overwrite(string path, byte[]? bytes)
    {
        var file = Path.Combine(Local["store"], path);
        if (bytes is null) File.Delete(file);
        else File.WriteAllBytes(file, bytes);
        return Task.CompletedTask;
    }
}
