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
        await using var run = HybridProcess.Start(_folder.Path, "run", _folder.File("tiny.yaml", TinySweep.Yaml), "--slots", "2");
        await run.Said(output => output.Contains("completed: top1", StringComparison.Ordinal));

        using var http = new HttpClient();
        var text = await http.GetStringAsync(MetricsAddress().Match(run.Output).Value, TestContext.Current.CancellationToken);

        var (exitCode, complaints) = await promtool.RunWith(text, "check", "metrics");
        // Exit code 3 is advice on names; what is ours must not need any.
        Assert.True(exitCode is 0 or 3, complaints);
        Assert.DoesNotContain("sweep_", complaints, StringComparison.Ordinal);
        Assert.Matches("""sweep_slots\{[^}]*state="busy"[^}]*\} [12]""", text);
        Assert.Matches("""sweep_trials_finished_total\{[^}]*outcome="completed"[^}]*\} [1-4]""", text);
        Assert.Matches("""sweep_trials\{[^}]*state="completed"[^}]*\} [1-4]""", text);
        Assert.Matches("sweep_images_processed_total[^\n]* [1-9]", text);
        Assert.Matches("orleans_", text);
    }

    [GeneratedRegex("""http://127\.0\.0\.1:\d+/metrics""")]
    private static partial Regex MetricsAddress();
}
