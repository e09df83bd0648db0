using System.Net;
using System.Text;

namespace OrleansHybrid.EndToEnd;

/// <summary>Takes what is sent to it by OTLP over HTTP, as a collector of traces does.</summary>
internal sealed class TraceReceiver : IDisposable
{
    private readonly HttpListener _http = new();
    private readonly StringBuilder _received = new();

    public TraceReceiver()
    {
        Address = $"http://127.0.0.1:{FreePort.Find()}/";
        _http.Prefixes.Add(Address);
        _http.Start();
        _ = Receive();
    }

    public string Address { get; }

    /// <summary>All messages so far, byte for byte: protobuf keeps texts as they are.</summary>
    public string Received
    {
        get
        {
            lock (_received) return _received.ToString();
        }
    }

    public void Dispose() => _http.Close();

    private async Task Receive()
    {
        while (_http.IsListening)
        {
            HttpListenerContext call;
            try
            {
                call = await _http.GetContextAsync();
            }
            catch (Exception) when (!_http.IsListening)
            {
                return;
            }

            using var body = new MemoryStream();
            await call.Request.InputStream.CopyToAsync(body);
            if (call.Request.Url!.AbsolutePath == "/v1/traces")
                lock (_received)
                    _received.Append(Encoding.Latin1.GetString(body.ToArray()));
            call.Response.Close();
        }
    }
}
