using System.Net;
using OrleansHybrid.Cluster.Connection;
using OrleansHybrid.Cluster.Tests.Testing;
using OrleansHybrid.Silo;

namespace OrleansHybrid.Cluster.Tests.Hosting;

public sealed class HealthTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Health_WhoseRedisIsGone_IsAliveAndNotReady()
    {
        using var redis = new RedisProcess();
        await using var silo = await TestSilo.Start(TestSilo.MemberOptions(_folder.Path, redis.Server, SiloRole.All, "only"));
        using var http = new HttpClient();
        Assert.Equal((HttpStatusCode.OK, "Healthy"), await Ask("ready"));

        redis.Kill();

        Assert.Equal((HttpStatusCode.OK, "Healthy"), await Ask("live"));
        // An answer holds for a second.
        var (_, why) = await Eventually.Answer(() => Ask("ready"), answer => answer.Status is HttpStatusCode.ServiceUnavailable);
        redis.Restart();
        await Eventually.Is(async () => (await Ask("ready")).Status is HttpStatusCode.OK, "the silo is ready again");
        Assert.Contains("does not answer", why, StringComparison.Ordinal);

        async Task<(HttpStatusCode Status, string Text)> Ask(string question)
        {
            using var answer = await http.GetAsync(new Uri(silo.HttpAddress, $"/health/{question}"), TestContext.Current.CancellationToken);
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task Ready_AskedByAHundred_OpensNoConnectionToRedis()
    {
        using var redis = new RedisProcess();
        await using var silo = await TestSilo.Start(TestSilo.MemberOptions(_folder.Path, redis.Server, SiloRole.All, "only"));
        await using var line = new RedisLine(redis.Server);
        using var http = new HttpClient();
        await Ask();
        var before = await Connections();

        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Ask()));

        Assert.Equal(before, await Connections());

        async Task Ask() =>
            Assert.Equal(
                "Healthy", await http.GetStringAsync(new Uri(silo.HttpAddress, "/health/ready"), TestContext.Current.CancellationToken));

        async Task<string> Connections() => (await line.Ask(connection => connection.GetServers()[0].InfoAsync("stats")))
            .SelectMany(section => section).First(fact => fact.Key == "total_connections_received").Value;
    }

    [Fact]
    public async Task Dashboard_IsThereForWhoAsksForIt_AndForNoOtherPage()
    {
        await using var silo = await TestSilo.Start(TestSilo.Options(_folder.Path) with { HasDashboard = true });
        using var http = new HttpClient();

        Assert.Equal(HttpStatusCode.OK, await Ask(null));
        Assert.Equal(HttpStatusCode.Forbidden, await Ask("https://elsewhere.example"));
        Assert.Equal(HttpStatusCode.Forbidden, await Ask(null, "rebound.example"));

        async Task<HttpStatusCode> Ask(string? origin, string? host = null)
        {
            using var question = new HttpRequestMessage(HttpMethod.Get, new Uri(silo.HttpAddress, "/dashboard/"));
            if (origin is not null) question.Headers.Add("Origin", origin);
            question.Headers.Host = host;
            using var answer = await http.SendAsync(question, TestContext.Current.CancellationToken);
            return answer.StatusCode;
        }
    }
}
