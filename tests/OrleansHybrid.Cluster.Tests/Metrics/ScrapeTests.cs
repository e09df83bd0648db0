using OrleansHybrid.Cluster.Tests.Testing;

namespace OrleansHybrid.Cluster.Tests.Metrics;

/// <remarks>Meters are found by name in the whole process: no other silo may run meanwhile.</remarks>
[Collection(nameof(Alone))]
public sealed class ScrapeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Metrics_DuringAndAfterARun_TellOfItsTrials()
    {
        Directory.CreateDirectory(_folder["data"]);
        FakeFaults.Plan(_folder["data"], trial: 0, "kill", step: 4);
        FakeFaults.Hold(_folder["data"], step: 5);
        await using var silo = await TestSilo.Start(_folder.Path);
        var sweep = await silo.Submit(SweepFiles.OfTrials(3));
        var id = sweep.GetPrimaryKeyString();
        await Eventually.Is(
            () => silo.Journal(sweep, 0).Contains((2, 5)) && silo.Journal(sweep, 1).Contains((1, 5)), "two trials stand at step 5");
        await Eventually.Is(
            async () => (await Scrape(silo)).ContainsKey($"sweep_trial_accuracy{{sweep=\"{id}\",trial=\"0001\"}}"), "the gauges show");

        var during = await Scrape(silo);
        Assert.Equal(2, during["sweep_slots{state=\"busy\"}"]);
        Assert.Equal(0, during["sweep_slots{state=\"idle\"}"]);
        Assert.Equal(1, during["sweep_queue_length"]);
        Assert.InRange(
            during["sweep_work_at_risk_seconds"],
            during[$"sweep_trial_checkpoint_age_seconds{{sweep=\"{id}\",trial=\"0001\"}}"],
            double.MaxValue);
        Assert.InRange(during["sweep_checkpoint_disk_free_bytes"], 1, during["sweep_checkpoint_disk_size_bytes"]);
        Assert.Equal(1, during["sweep_trial_failures_total{kind=\"killed\"}"]);
        Assert.Equal(0, during["sweep_trial_failures_total{kind=\"non-finite-loss\"}"]);
        Assert.Equal(0, during["sweep_checkpoint_failures_total{kind=\"storage\"}"]);
        Assert.Equal(2, during[$"sweep_trials{{state=\"running\",sweep=\"{id}\"}}"]);
        Assert.Equal(1, during["sweep_trial_restarts_total{from=\"checkpoint\"}"]);
        foreach (
            var gauge in new[]
            {
                "loss",
                "accuracy",
                "alpha",
                "epoch",
                "learning_rate",
                "throughput_images_per_second",
                "checkpoint_age_seconds"
            })
            Assert.Contains($"sweep_trial_{gauge}{{sweep=\"{id}\",trial=\"0001\"}}", during.Keys);

        FakeFaults.LetGo(_folder["data"]);
        await TestSilo.Finish(sweep);
        await Eventually.Is(async () => (await Scrape(silo))["sweep_slots{state=\"idle\"}"] == 2, "the slots are free");

        var after = await Scrape(silo);
        Assert.Equal(0, after["sweep_work_at_risk_seconds"]);
        Assert.Equal(3, after["sweep_trials_finished_total{outcome=\"completed\"}"]);
        Assert.Equal(3, after[$"sweep_trials{{state=\"completed\",sweep=\"{id}\"}}"]);
        Assert.Equal(1 / 1.1, after[$"sweep_best_objective{{sweep=\"{id}\"}}"], 9);
        Assert.Equal(4, after["sweep_trial_queue_wait_seconds_count"]);
        Assert.True(after["sweep_images_processed_total"] > 0);
        Assert.True(after["sweep_checkpoint_written_bytes_total"] > 0);
        Assert.Equal(3, after["sweep_checkpoint_duration_seconds_count"]);
        Assert.Equal(6, after["sweep_epoch_duration_seconds_count"]);
        Assert.DoesNotContain(after.Keys, series => series.StartsWith("sweep_trial_loss", StringComparison.Ordinal));
        Assert.All(
            after.Keys,
            series =>
                Assert.True(
                    series.StartsWith("sweep_", StringComparison.Ordinal) || series.StartsWith("target_info", StringComparison.Ordinal),
                    series));
        Assert.DoesNotContain(after.Keys, series => series.Contains("otel_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task HostMetrics_TellOfOrleansAndOfDotnet()
    {
        await using var silo = await TestSilo.Start(_folder.Path);
        using var client = new HttpClient();
        var text = await client.GetStringAsync(new Uri(silo.HttpAddress, "/metrics/host"), TestContext.Current.CancellationToken);

        Assert.Contains("\norleans_", text, StringComparison.Ordinal);
        Assert.Contains("\ndotnet_", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\nsweep_", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_OfTheSweeps_HaveADescriptionEach()
    {
        await using var silo = await TestSilo.Start(_folder.Path);
        using var client = new HttpClient();
        var text = await client.GetStringAsync(new Uri(silo.HttpAddress, "/metrics"), TestContext.Current.CancellationToken);

        var types = text.Split('\n')
            .Where(line => line.StartsWith("# TYPE sweep_", StringComparison.Ordinal))
            .Select(line => line.Split(' ')[2])
            .ToArray();

        Assert.NotEmpty(types);
        Assert.All(types, metric => Assert.Contains($"# HELP {metric} ", text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Health_OfAStartedSilo_IsGood(string path)
    {
        await using var silo = await TestSilo.Start(_folder.Path);
        using var client = new HttpClient();

        Assert.Equal("Healthy", await client.GetStringAsync(new Uri(silo.HttpAddress, path), TestContext.Current.CancellationToken));
    }

    private static async Task<Dictionary<string, double>> Scrape(TestSilo silo)
    {
        using var client = new HttpClient();
        var text = await client.GetStringAsync(new Uri(silo.HttpAddress, "/metrics"), TestContext.Current.CancellationToken);
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line[0] != '#')
            .Select(line => (Series: line[..line.LastIndexOf('}')] + '}', Value: line[(line.LastIndexOf('}') + 2)..]))
            .ToDictionary(
                series => series.Series.Replace("{}", "", StringComparison.Ordinal), series => double.Parse(series.Value.Split(' ')[0]));
    }
}

[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
