using System.Net;
using Microsoft.AspNetCore.Http;
using OrleansHybrid.Cluster.Tests.Testing;
using OrleansHybrid.Silo.Preemption;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Tests.Preemption;

public sealed class DrainTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Drain_AskedForOverHttp_ChecksEveryTrialIn_ThenTheSiloLeaves()
    {
        Directory.CreateDirectory(_folder["data"]);
        FakeFaults.Hold(_folder["data"], step: 4);
        await using var silo = await TestSilo.Start(_folder.Path);
        var sweep = await silo.Submit(SweepFiles.OfTrials(2, epochs: 3));
        await Eventually.Is(
            () => silo.Journal(sweep, 0).Contains((1, 4)) && silo.Journal(sweep, 1).Contains((1, 4)), "two trials stand at step 4");

        using var http = new HttpClient();
        using var answer = await http.PostAsync(new Uri(silo.HttpAddress, "lifecycle/drain"), null, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.All(await sweep.Rows(0, 2), row => Assert.Equal(TrialState.Preempted, row.State));
        await silo.Leaving;
    }

    [Theory]
    [InlineData("127.0.0.1", null, null, true)]
    [InlineData("::1", null, null, true)]
    [InlineData("127.0.0.1", null, "http://a.page", false)]
    [InlineData("10.0.0.9", null, null, false)]
    [InlineData("10.0.0.9", "Bearer wrong", null, false)]
    [InlineData("10.0.0.9", "Bearer secret", null, true)]
    [InlineData("10.0.0.9", "Bearer secret", "http://a.page", false)]
    public void Drain_IsAllowedToThisMachineAndToTheToken(string caller, string? authorization, string? origin, bool isAllowed)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(caller);
        context.Request.Headers.Authorization = authorization;
        if (origin is not null) context.Request.Headers.Origin = origin;

        Assert.Equal(isAllowed, DrainEndpoint.MayAsk(context, "secret"));
    }

    [Fact]
    public void Drain_WithoutAToken_IsRefusedToOtherMachines()
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse("10.0.0.9");
        context.Request.Headers.Authorization = "Bearer ";

        Assert.False(DrainEndpoint.MayAsk(context, token: null));
    }
}
