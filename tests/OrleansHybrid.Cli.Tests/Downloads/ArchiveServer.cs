using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OrleansHybrid.Cli.Tests.Downloads;

/// <summary>
/// An HTTP server on this machine that has one file: it knows ranges, and breaks the connection where a test says so.
/// </summary>
internal sealed class ArchiveServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    public ArchiveServer(byte[] content)
    {
        Content = content;
        _listener.Start();
        _serving = Serve();
    }

    public byte[] Content { get; set; }

    /// <summary>Bytes of the body after which each of the next answers breaks off.</summary>
    public ConcurrentQueue<int> Breaks { get; init; } = new();

    public bool KnowsRanges { get; init; } = true;

    /// <summary>The first byte that each request asked for.</summary>
    public ConcurrentQueue<int> Requests { get; } = new();

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/archive.tar.gz");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _serving;
        _stop.Dispose();
    }

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await Answer(client.GetStream());
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task Answer(NetworkStream stream)
    {
        var from = await ReadRequest(stream);
        Requests.Enqueue(from);
        if (!KnowsRanges) from = 0;
        var head = from == 0 ? "200 OK"
            : from < Content.Length ? $"206 Partial Content\r\nContent-Range: bytes {from}-{Content.Length - 1}/{Content.Length}"
            : "416 Range Not Satisfiable";
        var body = Content.AsMemory(Math.Min(from, Content.Length));
        head = $"HTTP/1.1 {head}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), _stop.Token);
        await stream.WriteAsync(Breaks.TryDequeue(out var bytes) ? body[..bytes] : body, _stop.Token);
    }

    /// <returns>The first byte of the range asked for.</returns>
    private async Task<int> ReadRequest(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        var from = 0;
        while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 } line)
        {
            const string range = "Range: bytes=";
            if (line.StartsWith(range, StringComparison.OrdinalIgnoreCase))
                from = int.Parse(line[range.Length..].TrimEnd('-'), CultureInfo.InvariantCulture);
        }

        return from;
    }
}
