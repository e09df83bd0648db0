using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Storage;
using OrleansHybrid.Cluster.Connection;
using OrleansHybrid.Cluster.Storage;

namespace OrleansHybrid.Cluster.Tests.Storage;

/// <summary>The storage of a silo's own, in a container of its own: the provider takes part in a silo's life.</summary>
public sealed class AzureStorage : IAsyncDisposable
{
    private IHost? _silo;

    internal AzureAccount Account { get; private set; } = null!;

    internal IGrainStorage Storage => _silo!.Services.GetRequiredKeyedService<IGrainStorage>("notes");

    internal BlobContainerClient Container => Account.Blobs().GetBlobContainerClient(AzureGrainState.Container(Account));

    /// <summary>For the first test that asks: a skip here is that test's.</summary>
    internal async ValueTask Start(SharedAzurite azurite)
    {
        if (_silo is not null) return;
        Account = AzureAccount.Parse(azurite.NewCluster());
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleans(silo =>
            silo.UseLocalhostClustering(siloPort: FreePort.Find(), gatewayPort: 0).AddAzureGrainState("notes", Account));
        _silo = builder.Build();
        await _silo.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_silo is not null) await _silo.StopAsync();
        _silo?.Dispose();
    }
}

public sealed class AzureGrainStateTests(AzureStorage storage, SharedAzurite azurite)
    : GrainStorageContract, IClassFixture<AzureStorage>, IAsyncLifetime
{
    protected override IGrainStorage Storage => storage.Storage;

    public async ValueTask InitializeAsync()
    {
        await storage.Start(azurite);
        await AzureGrainState.Require(storage.Account);
        await foreach (var blob in storage.Container.GetBlobsAsync(BlobTraits.None, BlobStates.None, null, CancellationToken.None))
            await storage.Container.DeleteBlobAsync(blob.Name, cancellationToken: TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Container_ThatIsDeleted_IsNoEmptyState()
    {
        var grain = GrainId.Create("person", "ada");
        var state = new GrainState<Note> { State = new() { Text = "one" } };
        await Storage.WriteStateAsync("note", grain, state);
        await storage.Container.DeleteAsync(cancellationToken: TestContext.Current.CancellationToken);

        var unread = await Assert.ThrowsAsync<GrainStorageException>(() =>
            Storage.ReadStateAsync("note", grain, new GrainState<Note>()));
        await Assert.ThrowsAsync<GrainStorageException>(() => Storage.WriteStateAsync("note", grain, state));

        Assert.Contains("is gone", unread.Message, StringComparison.Ordinal);
        Assert.False(await storage.Container.ExistsAsync(TestContext.Current.CancellationToken));
    }
}
