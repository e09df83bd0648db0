using System.Diagnostics;
using System.Globalization;

namespace OrleansHybrid.Cluster.Tests.Testing;

/// <summary>
/// Azure Blob Storage of a test's own, by Microsoft's emulator, on a free port. Skips the test where there is none, unless it
/// must be there.
/// </summary>
public sealed class AzuriteProcess : IDisposable
{
    // The emulator's own, which its documentation names.
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private readonly TestFolder _folder = new();
    private readonly int _port = RedisProcess.FreePort();
    private Process? _process;

    public AzuriteProcess() => Start();

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
    public void Start()
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "azurite-blob")).FirstOrDefault(File.Exists);
        if (path is null && Environment.GetEnvironmentVariable("ORLEANSHYBRID_REQUIRE_SERVICES") == "1") Assert.Fail("azurite-blob is required and missing");
        if (path is null) Assert.Skip("azurite-blob is not installed");
        string[] settings =
        [
            "--blobHost", "127.0.0.1", "--blobPort", _port.ToString(CultureInfo.InvariantCulture), "--location", _folder.Path,
            "--skipApiVersionCheck", "--disableTelemetry", "--silent",
        ];
        _process = Process.Start(new ProcessStartInfo(path!, settings) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        _ = _process.StandardError.ReadToEndAsync();
        while (_process.StandardOutput.ReadLine() is { } line && !line.Contains("successfully listen", StringComparison.Ordinal))
        {
        }

        _ = _process.StandardOutput.ReadToEndAsync();
    }

    public void Dispose()
    {
        Kill();
        _folder.Dispose();
    }
}
