using System.Text.RegularExpressions;

namespace OrleansHybrid.EndToEnd;

public sealed partial class MetricsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Metrics_WhileTrialsTrain_AreGoodPrometheusAndTellOfTheTraining()
    {
        var promtool = Tool.Require("promtool");
        // One trial goes on while the metrics are read.
        FakeFaults.Plan(_folder.Path, trial: 3, "hang", step: 4);
        await using var run = Scripted.Start(
            _folder.Path, "run", _folder.File("tiny.yaml", TinySweep.Yaml), "--slots", "2", "--data", _folder.Path);
        await run.Said(output => output.Contains("completed: top1", StringComparison.Ordinal));

        using var http = new HttpClient();
        var text = await http.GetStringAsync(MetricsAddress().Match(run.Output).Value, TestContext.Current.CancellationToken);

        var (exitCode, complaints) = await promtool.RunWith(text, "check", "metrics");
        Assert.True(exitCode == 0, complaints);
        Assert.Matches("""sweep_slots\{[^}]*state="busy"[^}]*\} [12]""", text);
        Assert.Matches("""sweep_trials_finished_total\{[^}]*outcome="completed"[^}]*\} [1-4]""", text);
        Assert.Matches("""sweep_trials\{[^}]*state="completed"[^}]*\} [1-4]""", text);
        Assert.Matches("sweep_images_processed_total[^\n]* [1-9]", text);

        // The host's own are beside it: their names are not ours to mend.
        Assert.Contains(
            "orleans_",
            await http.GetStringAsync(MetricsAddress().Match(run.Output).Value + "/host", TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    [GeneratedRegex("""http://127\.0\.0\.1:\d+/metrics""")]
    private static partial Regex MetricsAddress();
}
