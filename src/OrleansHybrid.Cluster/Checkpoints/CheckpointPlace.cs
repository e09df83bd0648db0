using Azure.Identity;
using Azure.Storage.Blobs;
using OrleansHybrid.Cluster.Connection;
using OrleansHybrid.Sweeps.Terminal;

namespace OrleansHybrid.Cluster.Checkpoints;

/// <summary>
/// Where a cluster keeps its checkpoints, as a setting names it: a folder; the URL of a container in Azure Blob Storage, or
/// of a folder in one, signed or used by whoever this machine is; or a connection string with <c>Container=name</c> in it;
/// or a storage account as that of a cluster, <c>azure:…</c>.
/// </summary>
public abstract record CheckpointPlace
{
    private const string ContainerKey = "Container=", DefaultContainer = "checkpoints";

    private CheckpointPlace()
    {
    }

    /// <exception cref="ClusterException">It names no place.</exception>
    public static CheckpointPlace Parse(string setting)
    {
        if (setting.StartsWith(AzureAccount.Scheme, StringComparison.Ordinal)) return Of(AzureAccount.Parse(setting));
        if (setting.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            || setting.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
            return OfUrl(setting);
        return setting.Contains("AccountName=", StringComparison.OrdinalIgnoreCase)
            || setting.Contains("BlobEndpoint=", StringComparison.OrdinalIgnoreCase)
            || setting.StartsWith("UseDevelopmentStorage=", StringComparison.OrdinalIgnoreCase)
            ? OfConnectionString(setting)
            // Taken for a folder's name, a key would be told to everybody.
            : SecretText.Hidden(setting) != setting || setting.Contains("://", StringComparison.Ordinal)
                ? throw Malformed("it is neither a folder nor a place in Azure")
            : new Folder(Path.GetFullPath(setting));
    }

    /// <summary>The place of a cluster in Azure that names none.</summary>
    public static CheckpointPlace Of(AzureAccount account) =>
        new Azure(account.Blobs().GetBlobContainerClient(account.Container(DefaultContainer)), "");

    public abstract ICheckpointStore Open();

    // Uploads go on being tried for as long as the training goes on: a single try need not last.
    private static BlobClientOptions Options() => new BlobClientOptions().Patiently();

    private static Azure OfUrl(string setting)
    {
        var parts = Uri.TryCreate(setting, UriKind.Absolute, out var url) ? new BlobUriBuilder(url) : throw Malformed("it is no URL");
        if (parts.BlobContainerName.Length == 0) throw Malformed("it names no container: https://ACCOUNT.blob.core.windows.net/CONTAINER");
        var prefix = parts.BlobName.Trim('/');
        parts.BlobName = "";
        if (parts.Sas is not null) return new(new(parts.ToUri(), Options()), prefix);
        if (url.Scheme != Uri.UriSchemeHttps)
            throw Malformed("without a signature (a SAS) it must begin with https://, since who you are is sent with it");
        return new(new(parts.ToUri(), new DefaultAzureCredential(), Options()), prefix);
    }

    private static Azure OfConnectionString(string setting)
    {
        var parts = setting.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var container = parts.FirstOrDefault(part =>
            part.StartsWith(ContainerKey, StringComparison.OrdinalIgnoreCase))?[ContainerKey.Length..]
            ?? DefaultContainer;
        var rest = string.Join(';', parts.Where(part => !part.StartsWith(ContainerKey, StringComparison.OrdinalIgnoreCase)));
        try
        {
            return new(new(rest, container, Options()), "");
        }
        catch (Exception malformed) when (malformed is FormatException or ArgumentException or InvalidOperationException)
        {
            throw Malformed(malformed.Message.TrimEnd('.'));
        }
    }

    // A setting may hold a key: it is not repeated.
    private static ClusterException Malformed(string why) => new(
        $"The place of the checkpoints cannot be used: {why}. Give a folder, the URL of a container in Azure Blob Storage, or a "
            + "connection string with Container=name.");

    public sealed record Folder(string Root) : CheckpointPlace
    {
        public override ICheckpointStore Open() => new FolderStore(Root);
    }

    public sealed record Azure(BlobContainerClient Container, string Prefix) : CheckpointPlace
    {
        public override ICheckpointStore Open() => new BlobStore(Container, Prefix);
    }
}
