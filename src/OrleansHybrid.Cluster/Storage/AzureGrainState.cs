using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Runtime.Hosting;
using Orleans.Storage;
using OrleansHybrid.Cluster.Connection;

namespace OrleansHybrid.Cluster.Storage;

/// <summary>
/// Orleans' grain storage on Azure's blobs, with its faults in our words: an account that does not answer or is busy is a
/// timeout, which means "unknown" and is repeated; one that refuses is a <see cref="GrainStorageException"/> with the remedy.
/// </summary>
internal sealed class AzureGrainState(IGrainStorage blobs, AzureAccount account) : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>
{
    private const string What = "the state of the sweeps";

    /// <summary>The name of the container; that of the versions before, where the cluster has no name of its own.</summary>
    public static string Container(AzureAccount account) => account.Container(AzureBlobStorageOptions.DEFAULT_CONTAINER_NAME);

    /// <summary>Makes the container where it is missing, and writes, reads, lists and deletes a blob in it.</summary>
    /// <exception cref="ClusterException">That cannot be done; the message says why.</exception>
    public static async Task Require(AzureAccount account)
    {
        var container = account.Blobs().GetBlobContainerClient(Container(account));
        try
        {
            await container.CreateIfNotExistsAsync();
            var probe = container.GetBlobClient($"probe/{Guid.NewGuid():N}");
            await probe.UploadAsync(BinaryData.FromString("probe"));
            await probe.DownloadContentAsync();
            var list = container.GetBlobsAsync(BlobTraits.None, BlobStates.None, "probe/", CancellationToken.None);
            await foreach (var _ in list.AsPages(pageSizeHint: 1)) break;
            await probe.DeleteAsync();
        }
        catch (Exception failure) when (AzureFailure.Is(failure))
        {
            throw account.Failure.Explain(failure, $"the container {container.Name}");
        }
    }

    public void Participate(ISiloLifecycle lifecycle) => ((ILifecycleParticipant<ISiloLifecycle>)blobs).Participate(lifecycle);

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Explained(() => blobs.ReadStateAsync(stateName, grainId, grainState));

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Explained(() => blobs.WriteStateAsync(stateName, grainId, grainState));

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Explained(() => blobs.ClearStateAsync(stateName, grainId, grainState));

    private async Task Explained(Func<Task> access)
    {
        try
        {
            await access();
        }
        catch (Exception failure) when (AzureFailure.Is(failure))
        {
            throw AzureFailure.IsTransient(failure)
                ? new TimeoutException(account.Failure.Words(failure, What), failure)
                : new GrainStorageException($"{account.Failure.Words(failure, What)} The sweeps go on by themselves then.", failure);
        }
        catch (MissingContainerException gone)
        {
            throw new GrainStorageException(
                $"{account}: the container {Container(account)}, and with it the state of the sweeps, is gone. Stop all silos, and restore "
                    + "it (Azure keeps deleted containers for a time) or begin anew with 'hybrid storage init'.",
                gone);
        }
    }
}

public static class AzureGrainStateHosting
{
    /// <summary>Keeps the grain state called <paramref name="name"/> in Azure, a blob a state.</summary>
    public static ISiloBuilder AddAzureGrainState(this ISiloBuilder silo, string name, AzureAccount account)
    {
        silo.Services.AddOptions<AzureBlobStorageOptions>(name).Configure(azure =>
        {
            var options = new BlobClientOptions();
            options.AddPolicy(new MissingContainer(), Azure.Core.HttpPipelinePosition.PerCall);
            azure.BlobServiceClient = account.Blobs(options);
            azure.ContainerName = AzureGrainState.Container(account);
            azure.GrainStorageSerializer = new ProtocolStorageSerializer();
            // A cleared state keeps its version: a writer from before the clearing must meet a conflict.
            azure.DeleteStateOnClear = false;
        });
        silo.Services.AddGrainStorage(
            name, (services, key) => new AzureGrainState(AzureBlobGrainStorageFactory.Create(services, key), account));
        return silo;
    }
}
