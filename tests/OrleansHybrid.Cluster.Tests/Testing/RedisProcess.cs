using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using OrleansHybrid.Cluster.Hosting;

namespace OrleansHybrid.Cluster.Tests.Testing;

/// <summary>A Redis server of a test's own, durable, on a free port. Skips the test where there is none, unless it must be there.</summary>
public sealed class RedisProcess : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly int _port = FreePort();
    private Process _process;

    public RedisProcess() => _process = Start("yes", "always");

    /// <summary>The server as a setting names it.</summary>
    public string Setting => string.Create(CultureInfo.InvariantCulture, $"redis:127.0.0.1:{_port}");

    public RedisServer Server => RedisServer.Parse(Setting);

    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    /// <summary>Starts it again on what it had on disk.</summary>
    public void Restart(string appendOnly = "yes", string appendFsync = "always") => _process = Start(appendOnly, appendFsync);

    public void Dispose()
    {
        Kill();
        _folder.Dispose();
    }

    private Process Start(string appendOnly, string appendFsync)
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "redis-server")).FirstOrDefault(File.Exists);
        if (path is null && Environment.GetEnvironmentVariable("ORLEANSHYBRID_REQUIRE_SERVICES") == "1") Assert.Fail("redis-server is required and missing");
        if (path is null) Assert.Skip("redis-server is not installed");
        var port = _port.ToString(CultureInfo.InvariantCulture);
        string[] settings = ["--port", port, "--bind", "127.0.0.1", "--dir", _folder.Path, "--save", "", "--appendonly", appendOnly, "--appendfsync", appendFsync];
        var process = Process.Start(new ProcessStartInfo(path!, settings) { RedirectStandardOutput = true })!;
        // It reads its file first, which takes its time after a kill.
        while (process.StandardOutput.ReadLine() is { } line && !line.Contains("Ready to accept connections", StringComparison.Ordinal))
        {
        }

        _ = process.StandardOutput.ReadToEndAsync();
        return process;
    }

    internal static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
