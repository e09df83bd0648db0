using System.Globalization;
using System.Text.RegularExpressions;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;
using Orleans.Clustering.AzureStorage;
using OrleansHybrid.Sweeps.Terminal;

namespace OrleansHybrid.Cluster.Connection;

/// <summary>
/// A storage account in Azure as a setting names it: <c>azure:</c> and a connection string, or <c>azure:https://ACCOUNT.blob.…</c>,
/// signed (a SAS) or used by whoever this machine is. One account has room for several clusters: <c>Cluster=NAME</c> in the
/// connection string, or <c>/NAME</c> behind the URL, has tables and containers of its own.
/// </summary>
public sealed partial class AzureAccount : ClusterServer
{
    internal const string Scheme = "azure:";

    private const string NameKey = "Cluster=", DefaultName = "orleanshybrid";

    private readonly Func<BlobClientOptions, BlobServiceClient> _blobs;
    private readonly string _place;
    private readonly string? _name;

    private AzureAccount(
        string setting,
        string? name,
        Func<BlobClientOptions, BlobServiceClient> blobs,
        Func<TableClientOptions, TableServiceClient> tables)
    {
        (Setting, _name, _blobs) = (Scheme + SecretText.Hidden(setting), name, blobs);
        var uri = Blobs().Uri;
        _place = Scheme + uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/')
            + (name is null ? "" : "/" + name);
        Failure = new(_place, SasEnd(setting));
        Tables = new(tables(new TableClientOptions().Patiently()), name ?? DefaultName, Failure);
    }

    public override string Setting { get; }

    public override string Proven => $"{Tables} are there, and can be read and written";

    /// <summary>Where the members and reminders of the cluster are.</summary>
    internal ClusterTables Tables { get; }

    internal AzureFailure Failure { get; }

    /// <exception cref="ClusterException">It is no such setting.</exception>
    public static new AzureAccount Parse(string setting)
    {
        if (!setting.StartsWith(Scheme, StringComparison.Ordinal)) throw Malformed("it does not begin with 'azure:'");
        var rest = setting[Scheme.Length..];
        try
        {
            return rest.StartsWith("http", StringComparison.OrdinalIgnoreCase)
                ? OfUrl(rest)
                : OfConnectionString(rest);
        }
        catch (Exception malformed) when (malformed is FormatException or ArgumentException or InvalidOperationException)
        {
            // It may hold a key: neither it nor what a parser says of it is repeated.
            throw Malformed("it is neither a connection string nor the URL of a storage account");
        }
    }

    /// <summary>The account's blobs, asked as the options say.</summary>
    internal BlobServiceClient Blobs(BlobClientOptions? options = null) => _blobs((options ?? new()).Patiently());

    /// <summary>The name of a container that only this cluster uses.</summary>
    internal string Container(string name) => _name is null ? name : $"{_name}-{name}";

    public override Task Require(bool acceptsDataLoss = false) => Tables.Require();

    public override Task RequireAnswer() => Tables.RequireCluster();

    public override AzureLine OpenLine() => new(this);

    internal override void AddMembers(ISiloBuilder silo)
    {
        silo.UseAzureStorageClustering(clustering =>
            (clustering.TableServiceClient, clustering.TableName) = (Tables.Service, Tables.Members));
        silo.UseAzureTableReminderService(reminders =>
            (reminders.TableServiceClient, reminders.TableName) = (Tables.Service, Tables.Reminders));
    }

    internal override void AddGateways(IClientBuilder client) => client.UseAzureStorageClustering((AzureStorageGatewayOptions gateways) =>
        (gateways.TableServiceClient, gateways.TableName) = (Tables.Service, Tables.Members));

    /// <summary>True for the same cluster of the same account, asked in the same way.</summary>
    public override bool Equals(object? obj) => obj is AzureAccount other && (other._place, other.Setting) == (_place, Setting);

    public override int GetHashCode() => _place.GetHashCode(StringComparison.Ordinal);

    /// <summary>The account and the cluster's name in it, without secrets.</summary>
    public override string ToString() => _place;

    private static AzureAccount OfUrl(string setting)
    {
        var url = new Uri(setting, UriKind.Absolute);
        if (url.Scheme != Uri.UriSchemeHttps) throw Malformed("its URL must begin with https://, since who you are is sent with it");
        if (!url.Host.Contains(".blob.", StringComparison.OrdinalIgnoreCase))
            throw Malformed(
                "its URL must be that of an account's blobs, https://ACCOUNT.blob.core.windows.net; an account under another name "
                    + "takes a connection string with BlobEndpoint and TableEndpoint");
        var path = url.AbsolutePath.Trim('/');
        var name = path.Length == 0 ? null : Named(path);
        var blobs = new UriBuilder(url) { Path = "" }.Uri;
        var tables = new UriBuilder(blobs) { Host = url.Host.Replace(".blob.", ".table.", StringComparison.OrdinalIgnoreCase) }.Uri;
        if (url.Query.Length > 0)
            return new(setting, name, options => new(blobs, options), options => new(tables, options));
        // Whichever this machine has: a workload's or a managed identity, or somebody who is signed in.
        var self = new DefaultAzureCredential();
        return new(setting, name, options => new(blobs, self, options), options => new(tables, self, options));
    }

    private static AzureAccount OfConnectionString(string setting)
    {
        var parts = setting.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var names = parts.Where(part => part.StartsWith(NameKey, StringComparison.OrdinalIgnoreCase)).ToArray();
        var rest = string.Join(';', parts.Except(names));
        return new(
            setting,
            names is [.., var last] ? Named(last[NameKey.Length..]) : null,
            options => new(rest, options),
            options => new(rest, options));
    }

    private static string Named(string name) => ClusterName().IsMatch(name)
        ? name
        : throw Malformed("the name of the cluster takes 3 to 30 small letters and digits, and begins with a letter");

    private static DateTimeOffset? SasEnd(string setting) =>
        End().Match(setting) is { Success: true } match
            && DateTimeOffset.TryParse(
                Uri.UnescapeDataString(match.Groups["end"].Value),
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var end)
            ? end
            : null;

    private static ClusterException Malformed(string why) => new(
        $"The setting of the storage account is malformed: {why}. Write azure: and a connection string, or "
            + "azure:https://ACCOUNT.blob.core.windows.net, signed or not; several clusters in one account are told apart by "
            + "Cluster=NAME in the connection string, or by /NAME behind the URL.");

    [GeneratedRegex("^[a-z][a-z0-9]{2,29}$")]
    private static partial Regex ClusterName();

    [GeneratedRegex("(?<=[?&;=]|^)se=(?<end>[^&;]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex End();
}
