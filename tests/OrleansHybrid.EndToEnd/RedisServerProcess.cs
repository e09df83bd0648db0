using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace OrleansHybrid.EndToEnd;

/// <summary>A durable Redis server of a test's own. Skips the test where there is none, unless it must be there.</summary>
internal sealed class RedisServerProcess : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Process _process;

    public RedisServerProcess()
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Cluster = string.Create(CultureInfo.InvariantCulture, $"redis:127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}");
        }

        _process = Tool.Require("redis-server").Start(
            "--port", Cluster.Split(':')[^1], "--bind", "127.0.0.1", "--dir", _folder.Path, "--save", "", "--appendonly", "yes", "--appendfsync", "always");
        while (_process.StandardOutput.ReadLine() is { } line && !line.Contains("Ready to accept connections", StringComparison.Ordinal))
        {
        }

        _ = _process.StandardOutput.ReadToEndAsync();
    }

    /// <summary>The server as the console's <c>--cluster</c> names it.</summary>
    public string Cluster { get; }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _folder.Dispose();
    }
}
