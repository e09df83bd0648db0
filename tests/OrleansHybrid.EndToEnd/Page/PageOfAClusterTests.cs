using System.Globalization;
using System.Text.Json;
using OrleansHybrid.Cluster.Connection;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Hosting;

namespace OrleansHybrid.EndToEnd.Page;

/// <summary>The page of a cluster, of which silos vanish.</summary>
public sealed class PageOfAClusterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SlowFact]
    public async Task Page_ShowsTheLossOfAKilledSilo_AndOutlivesTheSiloThatServesIt()
    {
        var data = Directory.CreateDirectory(Path.Combine(_folder.Path, "data")).FullName;
        FakeFaults.Hold(data, (2 * FakeTrainer.StepsPerEpoch) + 1);
        using var redis = new RedisProcess();
        var port = FreePort.Find().ToString(CultureInfo.InvariantCulture);
        await using var browser = await PageBrowser.Start();
        await using var control = Silo(redis, "control", "--role", "control", "--port", port);
        await using var first = Silo(redis, "first", "--role", "gpu", "--slots", "1", "--data", data);
        await Joined(control, first);
        await using var cluster = await ClusterConnection.Open(
            RedisServer.Parse(redis.Setting), cancellationToken: TestContext.Current.CancellationToken);
        var id = (await cluster.Ask(client => client.GetScheduler().Submit(TinySweep.Yaml, "tiny.yaml"))).Sweep;
        var token = await File.ReadAllTextAsync(
            Path.Combine(_folder.Path, "control", "operator-token"), TestContext.Current.CancellationToken);
        var tab = await browser.Open(Page(port), 1440, isDark: false);
        await tab.GoTo(new(Page(port), $"/login?t={token}"));
        await tab.GoTo(new(Page(port), $"/sweeps/{id}/trials/0"));
        await tab.Of<object?>("globalThis.same = true, null");
        await tab.Shows("running");

        first.Signal("KILL");
        await using var second = Silo(redis, "second", "--role", "gpu", "--slots", "2", "--data", data);

        await tab.Shows("lost");
        await Eventually.Is(async () => await BarsOf(port, id, "lost") == 1, "the lost attempt is in the timeline");
        control.Signal("TERM");
        Assert.Equal(0, await control.Exited());
        await tab.Shows("Not connected since");
        await using var next = Silo(redis, "control", "--role", "control", "--port", port);
        await Joined(next);
        await tab.Is("!document.body.innerText.includes('Not connected since')");
        FakeFaults.LetGo(data);

        // The same tab, without a reload, has all that came after.
        await tab.Shows("completed");
        Assert.True(await tab.Of<bool>("globalThis.same"));
        var trials = await browser.Open(Page(port), 1440, isDark: false);
        await trials.GoTo(new(Page(port), $"/sweeps/{id}/trials"));
        const string Rows = "[...document.querySelectorAll('.virtual .row')]";
        await trials.Is($"{Rows}.filter(row => row.innerText.includes('completed')).length === {TinySweep.Trials}");
        Assert.Equal(TinySweep.Trials, await trials.Of<int>($"{Rows}.length"));
    }

    private static Uri Page(string port) => new($"http://127.0.0.1:{port}/");

    private static async Task<int> BarsOf(string port, string sweep, string end)
    {
        using var http = new HttpClient();
        var timeline = JsonDocument.Parse(await http.GetStringAsync(new Uri(Page(port), $"/api/v1/sweeps/{sweep}/timeline")));
        return timeline.RootElement.GetProperty("timeline").GetProperty("bars").EnumerateArray()
            .Count(bar => bar[5].GetString() == end);
    }

    private HybridProcess Silo(RedisProcess redis, string name, params IEnumerable<string> arguments) => Scripted.Start(
        _folder.Path, ["silo", .. arguments, "--cluster", redis.Setting, "--checkpoints", "checkpoints", "--local", name]);

    private static async Task Joined(params IEnumerable<HybridProcess> silos)
    {
        foreach (var silo in silos) await silo.Said(output => output.Contains(": silo with ", StringComparison.Ordinal));
    }
}
