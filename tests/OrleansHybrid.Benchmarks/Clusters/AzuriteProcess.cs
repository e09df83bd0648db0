using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace OrleansHybrid.Benchmarks.Clusters;

/// <summary>Azure Blob Storage of a benchmark's own, by Microsoft's emulator, on a free port.</summary>
internal sealed class AzuriteProcess : IDisposable
{
    private readonly int _port = RedisProcess.FreePort();
    private readonly Process _process;

    /// <exception cref="BenchmarkException">There is no azurite-blob here.</exception>
    public AzuriteProcess(string folder)
    {
        string[] settings =
        [
            "--blobHost", "127.0.0.1", "--blobPort", _port
                .ToString(CultureInfo.InvariantCulture), "--location", Directory
                .CreateDirectory(folder).FullName,
            "--skipApiVersionCheck", "--disableTelemetry", "--silent",
        ];
        try
        {
            _process = Process.Start(new ProcessStartInfo("azurite-blob", settings) { RedirectStandardOutput = true })!;
        }
        catch (Win32Exception)
        {
            throw new BenchmarkException(
                "This benchmark needs azurite-blob: install it, such as by 'npm install azurite', and have it in the PATH.");
        }

        while (_process.StandardOutput.ReadLine() is { } line && !line.Contains("successfully listen", StringComparison.Ordinal))
        {
        }

        _ = _process.StandardOutput.ReadToEndAsync();
    }

    /// <summary>The setting of a container there; account and key are the emulator's own, which its documentation names.</summary>
    public string Setting(string container) => string.Create(
        CultureInfo.InvariantCulture,
        $"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;BlobEndpoint=http://127.0.0.1:{_port}/devstoreaccount1;Container={container}");

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }
}
