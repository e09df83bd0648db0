using Azure.Storage.Blobs;
using Azure.Storage.Sas;
using OrleansHybrid.Cluster.Checkpoints;

namespace OrleansHybrid.Cluster.Tests.Checkpoints;

public sealed class BlobStoreTests : CheckpointStoreContract
{
    private readonly SharedAzurite _azurite;
    private readonly BlobContainerClient _container;

    public BlobStoreTests(SharedAzurite azurite)
    {
        _azurite = azurite;
        _container = ((CheckpointPlace.Azure)CheckpointPlace.Parse(azurite.NewContainer())).Container;
        _container.Create(cancellationToken: Stop);
    }

    protected override ICheckpointStore Store => new BlobStore(_container, "team/one");

    [Fact]
    public async Task Put_BrokenOffAtAnyBlob_IsNoCheckpoint_AndTheNextPutCompletesIt()
    {
        var checkpoint = WrittenCheckpoint.In(Local["out"], 1, 300, Files);
        // Before and after each of two files and the manifest, but for the very last point.
        for (var point = 0; point < 5; point++)
        {
            var left = point;
            var dying = new BlobStore(_container, "") { Reached = (_, _) => Break(ref left) };
            await Assert.ThrowsAsync<InvalidOperationException>(() => dying.Put(Trial, checkpoint, Local["out/a0001-s000300"], Stop));

            var whole = new BlobStore(_container, "");
            await Assert.ThrowsAsync<InvalidDataException>(() => whole.Fetch(Trial, checkpoint, Local["back"], Stop));
        }

        var next = new BlobStore(_container, "");
        await next.Put(Trial, checkpoint, Local["out/a0001-s000300"], Stop);
        await next.Fetch(Trial, checkpoint, Local["back"], Stop);

        static void Break(ref int left)
        {
            if (left-- == 0) throw new InvalidOperationException("killed");
        }
    }

    [Fact]
    public async Task AnyCall_ServerAway_IsTransient_AndWorksWhenItIsBack()
    {
        using var azurite = new AzuriteProcess();
        var store = CheckpointPlace.Parse(azurite.Setting("away")).Open();
        await store.RequireAccess(Stop);
        var checkpoint = WrittenCheckpoint.In(Local["out"], 1, 300, Files);
        azurite.Kill();

        var failure = await Assert.ThrowsAsync<CheckpointStoreException>(() =>
            store.Put(Trial, checkpoint, Local["out/a0001-s000300"], Stop));

        Assert.True(failure.IsTransient);
        Assert.Contains("does not answer", failure.Message, StringComparison.Ordinal);
        azurite.Start();
        await store.RequireAccess(Stop);
        await store.Put(Trial, checkpoint, Local["out/a0001-s000300"], Stop);
        await store.Fetch(Trial, checkpoint, Local["back"], Stop);
    }

    [Fact]
    public async Task Put_ServerKilledInTheMiddle_IsRepeatedToTheSameBytes()
    {
        using var azurite = new AzuriteProcess();
        var container = ((CheckpointPlace.Azure)CheckpointPlace.Parse(azurite.Setting("killed"))).Container;
        await container.CreateAsync(cancellationToken: Stop);
        var large = new byte[9 << 20];
        large[^1] = 1;
        var checkpoint = WrittenCheckpoint.In(
            Local["out"], 1, 300, new Dictionary<string, byte[]> { ["state"] = [1], ["weights"] = large });
        var store = new BlobStore(container, "")
        {
            Reached = (name, isWritten) => { if (name.EndsWith("weights", StringComparison.Ordinal) && !isWritten) azurite.Kill(); }
        };

        Assert.True(
            (
                await Assert.ThrowsAsync<CheckpointStoreException>(() =>
                    store.Put(Trial, checkpoint, Local["out/a0001-s000300"], Stop))).IsTransient);

        azurite.Start();
        // The emulator writes down later than it says what it holds.
        await container.CreateIfNotExistsAsync(cancellationToken: Stop);
        store = new(container, "");
        await store.Put(Trial, checkpoint, Local["out/a0001-s000300"], Stop);
        await store.Fetch(Trial, checkpoint, Local["back"], Stop);
    }

    [Fact]
    public async Task SignedUrl_OfTheContainer_IsEnough()
    {
        var store = CheckpointPlace.Parse($"{Signed(TimeSpan.FromHours(1))}").Open();
        await store.RequireAccess(Stop);
        var checkpoint = WrittenCheckpoint.In(Local["out"], 1, 300, Files);
        await store.Put(Trial, checkpoint, Local["out/a0001-s000300"], Stop);
        await store.Fetch(Trial, checkpoint, Local["back"], Stop);
    }

    [Fact]
    public async Task SignedUrl_Expired_IsRefusedWithTheRemedy_AndWithoutTheSecret()
    {
        var url = Signed(TimeSpan.FromHours(-1));
        var store = CheckpointPlace.Parse($"{url}").Open();

        var failure = await Assert.ThrowsAsync<CheckpointStoreException>(() => store.RequireAccess(Stop));

        Assert.False(failure.IsTransient);
        Assert.Contains("refuses these credentials", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("sig=", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RequireAccess_NoContainerYet_MakesIt()
    {
        var store = CheckpointPlace.Parse(_azurite.NewContainer()).Open();
        await store.RequireAccess(Stop);
        await foreach (var _ in store.List(null, null, Stop)) Assert.Fail("it is new");
    }

    protected override string Mark => OwnerMark.FileName;

    protected override async Task Overwrite(string path, byte[]? bytes)
    {
        var blob = _container.GetBlobClient($"team/one/{path}");
        if (bytes is null) await blob.DeleteAsync(cancellationToken: Stop);
        else await blob.UploadAsync(new BinaryData(bytes), overwrite: true, Stop);
    }

    private Uri Signed(TimeSpan life) => _container.GenerateSasUri(
        new BlobSasBuilder(BlobContainerSasPermissions.All, TimeProvider.System.GetUtcNow() + life)
        {
            BlobContainerName = _container.Name,
            StartsOn = TimeProvider.System.GetUtcNow() - TimeSpan.FromHours(2)
        });
}
