using System.Diagnostics;
using System.Globalization;

namespace OrleansHybrid.Testing;

/// <summary>A storage account of a test's own, blobs and tables, by Microsoft's emulator, on free ports. Skips the test where there is
/// none.</summary>
/// <remarks>What it acknowledges is on disk up to 5 s later: who kills it may not ask for what was written before.</remarks>
public sealed class AzuriteProcess : IDisposable
{
    // The emulator's own, which its documentation names.
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private readonly TemporaryFolder _folder = new();
    private readonly int _port = FreePort.Find(), _tablePort = FreePort.Find();
    private Process? _process;

    public AzuriteProcess()
    {
        try
        {
            Start();
        }
        catch
        {
            _folder.Dispose();
            throw;
        }
    }

    private string Endpoints => string.Create(
        CultureInfo.InvariantCulture,
        $"BlobEndpoint=http://127.0.0.1:{_port}/{Account};TableEndpoint=http://127.0.0.1:{_tablePort}/{Account}");

    /// <summary>A connection string of the account with all its rights.</summary>
    public string Connection => $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};{Endpoints}";

    /// <summary>A connection string with the rights of a signature.</summary>
    public string SignedBy(string signature) => $"{Endpoints};SharedAccessSignature={signature}";

    /// <summary>The setting of a container there.</summary>
    public string Setting(string container) => $"{Connection};Container={container}";

    /// <summary>The setting of a cluster there.</summary>
    public string ClusterSetting(string name) => $"azure:{Connection};Cluster={name}";

    public void Kill()
    {
        _process?.Kill(entireProcessTree: true);
        _process?.WaitForExit();
        _process?.Dispose();
        _process = null;
    }

    /// <summary>Starts it again on what it had on disk.</summary>
    public void Start() => _process = Tool.Require("azurite").Serve(
        "Table service is successfully listen",
        "--blobHost", "127.0.0.1", "--blobPort", _port.ToString(CultureInfo.InvariantCulture),
        "--tableHost", "127.0.0.1", "--tablePort", _tablePort.ToString(CultureInfo.InvariantCulture), "--queuePort", "0",
        "--location", _folder.Path,
        "--skipApiVersionCheck", "--disableTelemetry", "--silent");

    public void Dispose()
    {
        Kill();
        _folder.Dispose();
    }
}
