using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OrleansHybrid.Silo.Preemption;

/// <summary>Asks the cloud every two seconds whether this machine is about to stop, and makes the silo leave if it is.</summary>
internal sealed partial class NoticePoller(NoticeSource source, Departure departure, TimeProvider time, ILogger<NoticePoller> logger)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly HttpClient _http = new() { Timeout = Pause };
    private string? _token;

    public override void Dispose()
    {
        _http.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!await IsNoticeGiven(stoppingToken)) await Task.Delay(Pause, time, stoppingToken);
        LogNotice(source.Url);
        departure.Ask();
    }

    private async Task<bool> IsNoticeGiven(CancellationToken stopping)
    {
        try
        {
            using var answer = await Ask(stopping);
            if (answer.StatusCode is HttpStatusCode.Unauthorized && source is NoticeSource.Aws aws) _token = await NewToken(aws, stopping);
            return source.IsNotice(answer.StatusCode, await answer.Content.ReadAsStringAsync(stopping));
        }
        catch (Exception failure) when (!stopping.IsCancellationRequested
            && failure is HttpRequestException or OperationCanceledException or JsonException or InvalidOperationException
                or KeyNotFoundException)
        {
            // No answer, or none that makes sense, is no notice.
            LogNoAnswer(source.Url, failure.Message);
            return false;
        }
    }

    private async Task<HttpResponseMessage> Ask(CancellationToken stopping)
    {
        using var question = new HttpRequestMessage(HttpMethod.Get, source.Url);
        if (source.Header is { } header) question.Headers.Add(header.Name, header.Value);
        if (_token is not null) question.Headers.Add("X-aws-ec2-metadata-token", _token);
        return await _http.SendAsync(question, stopping);
    }

    private async Task<string> NewToken(NoticeSource.Aws aws, CancellationToken stopping)
    {
        using var question = new HttpRequestMessage(HttpMethod.Put, aws.TokenUrl);
        question.Headers.Add("X-aws-ec2-metadata-token-ttl-seconds", "21600");
        using var answer = await _http.SendAsync(question, stopping);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(stopping);
    }

    [LoggerMessage(LogLevel.Warning, "{Url} announces that this machine is about to go: leaving")]
    private partial void LogNotice(Uri url);

    [LoggerMessage(LogLevel.Information, "{Url}: {Message}")]
    private partial void LogNoAnswer(Uri url, string message);
}
