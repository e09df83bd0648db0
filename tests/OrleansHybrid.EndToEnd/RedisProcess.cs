using System.Diagnostics;
using System.Globalization;

namespace OrleansHybrid.EndToEnd;

/// <summary>A Redis server of a test's own, on a free port.</summary>
internal sealed class RedisProcess : IDisposable
{
    private readonly Process _process;
    private readonly int _port;

    private RedisProcess(Process process, int port) => (_process, _port) = (process, port);

    public string Setting => string.Create(CultureInfo.InvariantCulture, $"redis:127.0.0.1:{_port}");

    /// <param name="settings">Lines of its redis.conf.</param>
    public static RedisProcess Start(string folder, params IEnumerable<string> settings)
    {
        var path = Tool.Require("redis-server").Path;
        var port = FreePort.Find();
        string[] lines = [string.Create(CultureInfo.InvariantCulture, $"port {port}"), "bind 127.0.0.1", $"dir {folder}", "save \"\"", .. settings];
        var configuration = Path.Combine(folder, "redis.conf");
        File.WriteAllLines(configuration, lines);
        var process = Process.Start(new ProcessStartInfo(path, [configuration]) { RedirectStandardOutput = true })!;
        while (process.StandardOutput.ReadLine() is { } line && !line.Contains("Ready to accept connections", StringComparison.Ordinal))
        {
        }

        _ = process.StandardOutput.ReadToEndAsync();
        return new(process, port);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
