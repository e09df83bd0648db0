using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;

namespace OrleansHybrid.Benchmarks.Clusters;

/// <summary>A durable Redis server of a benchmark's own, on a free port.</summary>
internal sealed class RedisProcess : IDisposable
{
    private readonly string _folder;
    private readonly int _port = FreePort();
    private Process _process;

    /// <exception cref="BenchmarkException">There is no redis-server here.</exception>
    public RedisProcess(string folder)
    {
        _folder = Directory.CreateDirectory(folder).FullName;
        _process = Start();
    }

    public string Setting => string.Create(CultureInfo.InvariantCulture, $"redis:127.0.0.1:{_port}");

    /// <summary>Bytes that it holds all its data in.</summary>
    public long UsedMemory
    {
        get
        {
            using var connection = ConnectionMultiplexer.Connect($"127.0.0.1:{_port},allowAdmin=true");
            var memory = connection.GetServers()[0]
                .Info("memory")
                .SelectMany(section => section)
                .First(figure => figure.Key == "used_memory");
            return long.Parse(memory.Value, CultureInfo.InvariantCulture);
        }
    }

    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    /// <summary>Starts it again on what it had on disk.</summary>
    public void Restart() => _process = Start();

    public void Dispose() => Kill();

    private Process Start()
    {
        var port = _port.ToString(CultureInfo.InvariantCulture);
        string[] settings =
        [
            "--port",
            port,
            "--bind",
            "127.0.0.1",
            "--dir",
            _folder,
            "--save",
            "",
            "--appendonly",
            "yes",
            "--appendfsync",
            "always",
            "--logfile",
            "redis.log",
        ];
        try
        {
            var process = Process.Start("redis-server", settings);
            while (!process.HasExited && !Answers()) Thread.Yield();
            return process;
        }
        catch (Win32Exception)
        {
            throw new BenchmarkException("This benchmark needs redis-server: install it, such as by 'apt-get install redis-server'.");
        }
    }

    private bool Answers()
    {
        try
        {
            using var probe = new TcpClient("127.0.0.1", _port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    internal static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
