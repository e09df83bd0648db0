using System.Diagnostics;
using System.Globalization;

namespace OrleansHybrid.Testing;

/// <summary>A Redis server of a test's own, durable unless it is told otherwise, on a free port. Skips the test where there is
/// none.</summary>
public sealed class RedisProcess : IDisposable
{
    private static readonly string[] Durable = ["--appendonly", "yes", "--appendfsync", "always"];

    private readonly TemporaryFolder _folder = new();
    private readonly int _port = FreePort.Find();
    private Process? _process;

    /// <param name="settings">Settings of <c>redis.conf</c> as options, in place of those that make it durable.</param>
    public RedisProcess(params string[] settings)
    {
        try
        {
            Restart(settings is [] ? Durable : settings);
        }
        catch
        {
            _folder.Dispose();
            throw;
        }
    }

    /// <summary>The server as a setting names it.</summary>
    public string Setting => string.Create(CultureInfo.InvariantCulture, $"redis:127.0.0.1:{_port}");

    public void Kill()
    {
        _process?.Kill();
        _process?.WaitForExit();
        _process?.Dispose();
        _process = null;
    }

    /// <summary>Starts it again on what it had on disk.</summary>
    public void Restart() => Restart(Durable);

    /// <inheritdoc cref="Restart()"/>
    public void Restart(params string[] settings)
    {
        Kill();
        // It reads its file before it is ready, which takes its time after a kill.
        _process = Tool.Require("redis-server").Serve(
            "Ready to accept connections",
            [
                "--port",
                _port.ToString(CultureInfo.InvariantCulture),
                "--bind",
                "127.0.0.1",
                "--dir",
                _folder.Path,
                "--save",
                "",
                .. settings,
            ]);
    }

    public void Dispose()
    {
        Kill();
        _folder.Dispose();
    }
}
