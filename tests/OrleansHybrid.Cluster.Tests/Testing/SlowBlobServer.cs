using System.Globalization;
using System.Net;
using OrleansHybrid.Cluster.Checkpoints;

namespace OrleansHybrid.Cluster.Tests.Testing;

/// <summary>Azure Blob Storage at its worst: an empty container whose answers about a sweep come when the test lets them.</summary>
internal sealed class SlowBlobServer : IDisposable
{
    private const string NoBlobs = """<?xml version="1.0" encoding="utf-8"?><EnumerationResults><Blobs /><NextMarker /></EnumerationResults>""";

    private readonly HttpListener _listener = new();
    private readonly TaskCompletionSource _asked = new(
        TaskCreationOptions.RunContinuationsAsynchronously), _letGo = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _endpoint = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Find()}/account");

    public SlowBlobServer()
    {
        _listener.Prefixes.Add(_endpoint + "/");
        _listener.Start();
        _ = Serve();
    }

    public string Setting =>
        $"DefaultEndpointsProtocol=http;AccountName=account;AccountKey={Convert.ToBase64String(new byte[32])};"
        + $"BlobEndpoint={_endpoint};Container=checkpoints";

    /// <summary>Somebody waits for the checkpoints of a trial.</summary>
    public Task Asked => _asked.Task;

    public void LetGo() => _letGo.SetResult();

    public void Dispose() => _listener.Close();

    private async Task Serve()
    {
        try
        {
            while (true) _ = Answer(await _listener.GetContextAsync());
        }
        catch (Exception over) when (over is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task Answer(HttpListenerContext call)
    {
        if (call.Request.QueryString["prefix"] is not null)
        {
            _asked.TrySetResult();
            await _letGo.Task;
        }

        if (call.Request.Url!.AbsolutePath.EndsWith(OwnerMark.FileName, StringComparison.Ordinal))
        {
            // Nobody's place, and it takes every mark.
            var isRead = call.Request.HttpMethod == "GET";
            call.Response.StatusCode = (int)(isRead ? HttpStatusCode.NotFound : HttpStatusCode.Created);
            if (isRead) call.Response.Headers["x-ms-error-code"] = "BlobNotFound";
            call.Response.Close();
            return;
        }

        call.Response.ContentType = "application/xml";
        await using (var answer = new StreamWriter(call.Response.OutputStream)) await answer.WriteAsync(NoBlobs);
        call.Response.Close();
    }
}
