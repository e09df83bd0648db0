using System.Net;

namespace OrleansHybrid.Cli.Downloads;

/// <summary>Downloads a file that never changes, and continues what an earlier attempt left.</summary>
/// <param name="http">The client, which handles redirects.</param>
/// <param name="source">The address of the file.</param>
/// <param name="path">The partial file; created or continued.</param>
internal sealed class ResumableDownload(HttpClient http, Uri source, string path)
{
    private const int BlockBytes = 1 << 17;

    /// <summary>The time for which a silent connection counts as alive.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Downloads the rest. A connection that breaks after it has delivered data is renewed; one that delivers nothing ends the download.
    /// </summary>
    /// <param name="progressed">Receives the number of bytes so far and, if known, the total.</param>
    /// <param name="stop">Stops the download; the bytes so far are kept.</param>
    /// <exception cref="HttpRequestException">The network or the server does not deliver the rest.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public async Task Fetch(Action<long, long?> progressed, CancellationToken stop)
    {
        while (true)
        {
            var broughtSomething = false;
            try
            {
                await FetchRest(Note, stop);
                return;
            }
            catch (HttpRequestException) when (broughtSomething)
            {
            }

            void Note(long came, long? total)
            {
                broughtSomething = true;
                progressed(came, total);
            }
        }
    }

    private async Task FetchRest(Action<long, long?> progressed, CancellationToken stop)
    {
        var came = File.Exists(path) ? new FileInfo(path).Length : 0;
        using var request = new HttpRequestMessage(HttpMethod.Get, source);
        if (came > 0) request.Headers.Range = new(came, null);
        using var response = await Patiently(token => http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token), stop);
        // There is nothing behind the last byte: all of it is here already.
        if (response.StatusCode is HttpStatusCode.RequestedRangeNotSatisfiable) return;
        response.EnsureSuccessStatusCode();

        // A server that knows no ranges sends everything again.
        var goesOn = response.StatusCode is HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == came;
        if (!goesOn) came = 0;
        var total = came + response.Content.Headers.ContentLength;
        var mode = goesOn ? FileMode.Append : FileMode.Create;
        await using var file = new FileStream(path, mode, FileAccess.Write, FileShare.None, bufferSize: 0);
        await using var body = await response.Content.ReadAsStreamAsync(stop);
        var block = new byte[BlockBytes];
        while (await Patiently(token => body.ReadAsync(block, token).AsTask(), stop) is > 0 and var count)
        {
            await file.WriteAsync(block.AsMemory(0, count), stop);
            progressed(came += count, total);
        }
    }

    /// <summary>Waits for the network, and distinguishes its errors from those of the disk.</summary>
    private static async Task<T> Patiently<T>(Func<CancellationToken, Task<T>> wait, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        try
        {
            return await wait(patience.Token);
        }
        catch (IOException broken)
        {
            throw new HttpRequestException(broken.Message, broken);
        }
        catch (OperationCanceledException silence) when (!stop.IsCancellationRequested)
        {
            throw new HttpRequestException($"Nothing came for {Patience.TotalSeconds} seconds.", silence);
        }
    }
}
