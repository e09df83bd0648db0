using System.Text.RegularExpressions;

namespace OrleansHybrid.EndToEnd.Deployment;

/// <summary>Every query of every panel, on a real Prometheus that scrapes a real cluster while a silo of it is preempted.</summary>
public sealed partial class DashboardDataTests : IDisposable
{
    /// <summary>Beginnings of metrics' names that this run cannot have, and why.</summary>
    private static readonly Dictionary<string, string> Absent = new()
    {
        ["sweep_trial_validation_accuracy"] = "the sweep holds no images out",
        ["sweep_gpu_"] = "there is no GPU",
        ["sweep_checkpoint_upload_duration_"] = "files are not brought anywhere",
        ["sweep_rung_"] = "the sweep has no rungs",
        ["DCGM_"] = "there is no DCGM exporter",
        ["orleans_app_requests_timedout_total"] = "nothing timed out",
        ["orleans_messaging_expired_total"] = "nothing expired",
        ["orleans_messaging_rejected_total"] = "nothing was rejected",
        ["orleans_messaging_pings_reply_missed_total"] = "no probe was missed",
        ["orleans_messaging_processing_dispatcher_processed_total{Status=\"Error\"}"] = "no call failed",
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SlowFact]
    public async Task Dashboards_OnARunWithAPreemption_ShowDataInEveryPanel()
    {
        using var redis = new RedisProcess();
        await using var control = Silo(redis, "control", "--role", "control");
        await using var first = Silo(redis, "first", "--role", "gpu", "--slots", "1");
        await using var second = Silo(redis, "second", "--role", "gpu", "--slots", "1");
        string[] silos = [await HttpAddress(control), await HttpAddress(first), await HttpAddress(second)];
        using var prometheus = PrometheusProcess.Start(_folder.Path, silos);
        await Eventually.Is(async () => await prometheus.Fault(new("", "up == 1", "{{instance}}")) is null, "Prometheus scrapes");

        var (exitCode, output) = await HybridProcess.Run(
            _folder.Path, "submit", _folder.File("tiny.yaml", TinySweep.Yaml), "--cluster", redis.Setting);
        Assert.True(exitCode == 0, output);
        await Eventually.Is(
            async () => await prometheus.Fault(new("", $"sweep_trial_epoch{{instance=\"{silos[1]}\"}} > 0", "")) is null,
            "a trial of the first silo has ended an epoch");
        first.Signal("TERM");
        Assert.Equal(0, await first.Exited());
        await Eventually.Is(
            async () => await prometheus.Fault(new("", "sum(sweep_trials{state=\"completed\"}) == 4", "")) is null,
            "all trials are completed");

        Assert.Null(await prometheus.Fault(new("", "sum(sweep_trial_preemptions_total{reason=\"notice\"}) >= 1", "")));
        Assert.Null(await prometheus.Fault(new("", "sum(sweep_trial_restarts_total{from=\"checkpoint\"}) >= 1", "")));
        var queries = Dashboard.Files.SelectMany(file => Dashboard.Read(file).Queries)
            .Where(query => !Absent.Keys.Any(query.Expression.Contains))
            .ToArray();
        Assert.True(queries.Length > 60, $"{queries.Length} queries are left");
        await Eventually.Is(async () => await Faults(prometheus, queries) is [], "every panel shows data");
        var shown = Dashboard.Files.SelectMany(file => Dashboard.Read(file).Queries).Select(query => query.Expression).ToArray();
        Assert.Empty(await OnNoPanel(prometheus, shown));
        Assert.Equal(
            ["sweep_trials"],
            await OnNoPanel(prometheus, shown.Where(expression => !expression.Contains("(sweep_trials{", StringComparison.Ordinal))));

        var slots = queries.First(query => query.Expression.Contains("by (state) (sweep_slots)", StringComparison.Ordinal));
        Assert.Contains(
            "no data", await prometheus.Fault(slots with { Expression = "sum by (state) (sweep_slot)" }), StringComparison.Ordinal);
        Assert.Contains(
            "parse error", await prometheus.Fault(slots with { Expression = "sum by (state (sweep_slots)" }), StringComparison.Ordinal);
        Assert.Contains("no label", await prometheus.Fault(slots with { Legend = "{{slot_state}}" }), StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<string>> Faults(PrometheusProcess prometheus, IEnumerable<DashboardQuery> queries)
    {
        var faults = new List<string>();
        foreach (var query in queries)
            if (await prometheus.Fault(query) is { } fault)
                faults.Add(fault);
        TestContext.Current.TestOutputHelper?.WriteLine($"{faults.Count} faults: {string.Join("\n", faults)}");
        return faults;
    }

    private static async Task<IEnumerable<string>> OnNoPanel(PrometheusProcess prometheus, IEnumerable<string> expressions)
    {
        var shown = string.Join('\n', expressions);
        var metrics = (await prometheus.Names("orleanshybrid"))
            .Where(name => name.StartsWith("sweep_", StringComparison.Ordinal))
            .ToArray();
        Assert.True(metrics.Length > 20, $"{metrics.Length} metrics are left");
        return metrics.Select(name => HistogramPart().Replace(name, ""))
            .Distinct()
            .Where(name => !Regex.IsMatch(shown, $@"\b{name}(_bucket|_sum|_count)?\b"));
    }

    private HybridProcess Silo(RedisProcess redis, string name, params IEnumerable<string> arguments) => HybridProcess.Start(
        _folder.Path, ["silo", .. arguments, "--cluster", redis.Setting, "--checkpoints", "checkpoints", "--local", name]);

    private static async Task<string> HttpAddress(HybridProcess silo)
    {
        await silo.Said(output => output.Contains(": silo with ", StringComparison.Ordinal));
        return Metrics().Match(silo.Output).Groups[1].Value;
    }

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex HistogramPart();

    [GeneratedRegex("http://([^/]+)/metrics")]
    private static partial Regex Metrics();
}
