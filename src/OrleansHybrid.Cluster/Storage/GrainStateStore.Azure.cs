using Azure;
using Azure.Identity;
using Azure.Storage.Blobs;
using OrleansHybrid.Cluster.Connection;

namespace OrleansHybrid.Cluster.Storage;

public abstract partial record GrainStateStore
{
    private static AzureBlobs ParseAzure(string setting)
    {
        try
        {
            return new AzureBlobs(Uri.TryCreate(setting, UriKind.Absolute, out var url) && url.Scheme is "https"
                ? url.Query.Length > 0 ? new BlobServiceClient(url) : new BlobServiceClient(url, new DefaultAzureCredential())
                : new BlobServiceClient(setting));
        }
        catch (Exception malformed) when (malformed is FormatException or ArgumentException or InvalidOperationException)
        {
            // It may hold a key: it is not repeated.
            throw new ClusterException(
                "The place of the grain state cannot be used. Give azure: and a connection string, or "
                    + "azure:https://ACCOUNT.blob.core.windows.net, signed or not.",
                malformed);
        }
    }

    /// <summary>Blobs, not table rows: a sweep's state may be larger than the 983,040 bytes of one.</summary>
    public sealed record AzureBlobs(BlobServiceClient Service) : GrainStateStore
    {
        public override string ToString() => AzureScheme + Address;

        private string Address => Service.Uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

        public override void AddTo(ISiloBuilder silo) => silo.AddAzureBlobGrainStorage(StorageNames.Sweeps, azure =>
        {
            azure.BlobServiceClient = Service;
            azure.GrainStorageSerializer = new ProtocolStorageSerializer();
            // A cleared state keeps its version: a writer from before the clearing must meet a conflict.
            azure.DeleteStateOnClear = false;
        });

        /// <remarks>Azure acknowledges what it has written thrice: whether it answers is all there is to ask.</remarks>
        public override async Task RequireDurability()
        {
            try
            {
                await Service.GetPropertiesAsync();
            }
            catch (Exception failure) when (failure is RequestFailedException or AuthenticationFailedException or AggregateException)
            {
                throw new ClusterException(
                    $"{Address}: the state of the sweeps cannot be read or written: {failure.Message.Split('\n')[0].TrimEnd('.')}. "
                    + "Give credentials that may read and write blobs there.",
                    failure);
            }
        }
    }
}
