using System.Diagnostics;
using System.Globalization;

namespace OrleansHybrid.Testing;

/// <summary>Azure Blob Storage of a test's own, by Microsoft's emulator, on a free port. Skips the test where there is none.</summary>
public sealed class AzuriteProcess : IDisposable
{
    // The emulator's own, which its documentation names.
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private readonly TemporaryFolder _folder = new();
    private readonly int _port = FreePort.Find();
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

    private string Endpoint => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_port}/{Account}");

    /// <summary>The setting of a container there.</summary>
    public string Setting(string container) =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};BlobEndpoint={Endpoint};Container={container}";

    public void Kill()
    {
        _process?.Kill(entireProcessTree: true);
        _process?.WaitForExit();
        _process?.Dispose();
        _process = null;
    }

    /// <summary>Starts it again on what it had on disk.</summary>
    public void Start() => _process = Tool.Require("azurite-blob").Serve(
        "successfully listen",
        "--blobHost", "127.0.0.1", "--blobPort", _port.ToString(CultureInfo.InvariantCulture), "--location", _folder.Path,
        "--skipApiVersionCheck", "--disableTelemetry", "--silent");

    public void Dispose()
    {
        Kill();
        _folder.Dispose();
    }
}
