using System.Net;
using Microsoft.AspNetCore.Http;
using OrleansHybrid.Cluster.Tests.Testing;
using OrleansHybrid.Web.Access;

namespace OrleansHybrid.Cluster.Tests.Hosting;

public class OwnNamesTests
{
    [Theory]
    [InlineData("127.0.0.1", "localhost:9464", true)]
    [InlineData("127.0.0.1", "127.0.0.1:9464", true)]
    [InlineData("127.0.0.1", "[::1]:9464", true)]
    [InlineData("127.0.0.1", "", true)]
    [InlineData("127.0.0.1", "host.docker.internal:9464", true)]
    [InlineData("127.0.0.1", "grafana.localhost", true)]
    [InlineData("127.0.0.1", "rebound.example:9464", false)]
    [InlineData("127.0.0.1", "localhost.rebound.example", false)]
    [InlineData("::1", "rebound.example", false)]
    [InlineData("10.0.0.7", "gpu-0.silos.cluster.local:8080", true)]
    [InlineData("10.0.0.7", "10.0.0.7:8080", true)]
    [InlineData("10.0.0.7", "rebound.example", false, "silo.example")]
    [InlineData("10.0.0.7", "SILO.example.:8080", true, "silo.example")]
    [InlineData("127.0.0.1", "silo.example", true, "silo.example")]
    public void HasForScrapers_ByTheAddressThatWasReachedAndTheHostThatWasMeant(
        string reached, string host, bool isAnswered, params string[] given)
    {
        var context = new DefaultHttpContext();
        context.Connection.LocalIpAddress = IPAddress.Parse(reached);
        context.Request.Headers.Host = host;

        Assert.Equal(isAnswered, new OwnNames(given).HasForScrapers(context));
    }

    [Fact]
    public async Task Metrics_OfAPageThatCallsItselfThisMachine_AreNotRead()
    {
        using var folder = new TemporaryFolder();
        await using var silo = await TestSilo.Start(TestSilo.Options(folder.Path) with { OnlyAnswers = true });
        using var http = new HttpClient();

        foreach (var path in (string[])["/metrics", "/metrics/host", "/health/live", "/health/ready"])
        {
            Assert.Equal(HttpStatusCode.OK, await Ask(path, "localhost"));
            Assert.Equal(HttpStatusCode.MisdirectedRequest, await Ask(path, "rebound.example"));
        }

        async Task<HttpStatusCode> Ask(string path, string host)
        {
            using var question = new HttpRequestMessage(HttpMethod.Get, new Uri(silo.HttpAddress, path)) { Headers = { Host = host } };
            using var answer = await http.SendAsync(question, TestContext.Current.CancellationToken);
            return answer.StatusCode;
        }
    }
}
