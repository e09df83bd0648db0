using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OrleansHybrid.Silo.Preemption;

namespace OrleansHybrid.Cluster.Tests.Preemption;

/// <summary>Against a metadata endpoint of the test's own, which answers as the clouds' do.</summary>
public sealed class NoticePollerTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private readonly Departure _departure = new();
    private volatile Func<HttpRequest, (int Status, string Body)> _answer = _ => (404, "");
    private volatile int _questions;
    private WebApplication _endpoint = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _endpoint = builder.Build();
        _endpoint.Run(async context =>
        {
            var (status, body) = _answer(context.Request);
            context.Response.StatusCode = status;
            await context.Response.WriteAsync(body);
            Interlocked.Increment(ref _questions);
        });
        await _endpoint.StartAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync() => await _endpoint.DisposeAsync();

    [Fact]
    public Task Aws_LeavesOnceThereIsAnInstanceAction() => Leaves(
        "aws",
        before: _ => (404, ""),
        after: _ => (200, """{"action": "terminate", "time": "2026-09-18T08:22:00Z"}"""));

    [Fact]
    public Task Aws_ThatInsistsOnAToken_GetsIt() => Leaves(
        "aws",
        before: Session(404),
        after: Session(200));

    [Fact]
    public Task Gce_LeavesOncePreemptedIsTrue() => Leaves(
        "gce",
        before: request => request.Headers["Metadata-Flavor"] == "Google" ? (200, "FALSE") : (403, "TRUE"),
        after: request => request.Headers["Metadata-Flavor"] == "Google" ? (200, "TRUE\n") : (403, ""));

    [Fact]
    public Task Azure_LeavesOnceAPreemptionIsScheduled() => Leaves(
        "azure",
        before: _ => (200, """{"DocumentIncarnation": 1, "Events": [{"EventType": "Reboot"}]}"""),
        after: _ => (200, """{"DocumentIncarnation": 2, "Events": [{"EventType": "Preempt"}]}"""));

    [Fact]
    public Task AnswersThatMakeNoSense_AreNoNotice() => Leaves(
        "azure",
        before: _ => (200, "<html>a captive portal</html>"),
        after: _ => (200, """{"Events": [{"EventType": "Terminate"}]}"""));

    private static Func<HttpRequest, (int, string)> Session(int status) => request => request switch
    {
        { Method: "PUT", Path.Value: "/latest/api/token" } => (200, "a-token"),
        _ when request.Headers["X-aws-ec2-metadata-token"] == "a-token" => (status, ""),
        _ => (401, ""),
    };

    private async Task Leaves(string cloud, Func<HttpRequest, (int, string)> before, Func<HttpRequest, (int, string)> after)
    {
        _answer = before;
        using var poller = new NoticePoller(
            NoticeSource.Of(cloud, new($"{_endpoint.Urls.Single()}/notice")), _departure, _time, NullLogger<NoticePoller>.Instance);
        await poller.StartAsync(TestContext.Current.CancellationToken);
        await Eventually.Is(() => Later(_questions >= 3), "it asks again and again");
        Assert.False(_departure.Asked.IsCompleted);

        _answer = after;
        await Eventually.Is(() => Later(_departure.Asked.IsCompleted), "the silo is asked to leave");
        await poller.StopAsync(TestContext.Current.CancellationToken);
    }

    private bool Later(bool condition)
    {
        if (!condition) _time.Advance(TimeSpan.FromSeconds(1));
        return condition;
    }
}
