using System.Globalization;
using System.Net;

namespace OrleansHybrid.Cluster.Tests.Testing;

/// <summary>A storage account that has too much to do: it asks every caller to wait for no time, a number of times.</summary>
internal sealed class BusyAccount : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly string _endpoint = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Find()}/account");
    private readonly HttpStatusCode _status;
    private int _left;

    /// <param name="times">Requests that are turned away; those behind find nothing where they ask.</param>
    public BusyAccount(HttpStatusCode status, int times)
    {
        (_status, _left) = (status, times);
        _listener.Prefixes.Add(_endpoint + "/");
        _listener.Start();
        _ = Serve();
    }

    public string Setting => $"azure:DefaultEndpointsProtocol=http;AccountName=account;AccountKey={Convert.ToBase64String(new byte[32])};"
        + $"BlobEndpoint={_endpoint};TableEndpoint={_endpoint}";

    public int Requests { get; private set; }

    public void Dispose() => _listener.Close();

    private async Task Serve()
    {
        try
        {
            while (true) Answer(await _listener.GetContextAsync());
        }
        catch (Exception over) when (over is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private void Answer(HttpListenerContext call)
    {
        Requests++;
        var isTurnedAway = _left-- > 0;
        call.Response.StatusCode = (int)(isTurnedAway ? _status : HttpStatusCode.NotFound);
        if (isTurnedAway) call.Response.Headers["Retry-After"] = "0";
        call.Response.Headers["x-ms-error-code"] = isTurnedAway ? "ServerBusy" : "ResourceNotFound";
        call.Response.Close();
    }
}
