using System.CommandLine;
using System.Diagnostics;
using System.Text.RegularExpressions;
using OrleansHybrid.Benchmarks.Clusters;
using OrleansHybrid.Benchmarks.Measuring;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Benchmarks;

/// <summary>That metrics stay affordable: many short trials pass through one silo, whose every trial has series of its own while it
/// runs.</summary>
internal static partial class Scraping
{
    private const string Name = "scraping";

    // Four seconds a trial: long enough that a scrape a second sees each, short enough that series come and go.
    private const string StepSeconds = "1";
    private const int Epochs = 2;

    public static Command Create()
    {
        var trials = new Option<int>("--trials") { Description = "Trials of the sweep.", DefaultValueFactory = _ => 10_000 };
        var slots = new Option<int>("--slots") { Description = "Slots of the silo that trains.", DefaultValueFactory = _ => 64 };
        var command = new Command(
            Name, "Scrapes every second of a silo through which many trials pass: series, time, memory.") { trials, slots };
        command.SetAction((arguments, stop) => Run(arguments.GetValue(trials), arguments.GetValue(slots), stop));
        return command;
    }

    private static async Task Run(int trials, int slots, CancellationToken stop)
    {
        Environment.SetEnvironmentVariable("SCRIPTED_STEP_SECONDS", StepSeconds);
        await using var cluster = new SmallCluster(gpuSilos: 1, slots, SmallCluster.ScriptedTrainer);
        await using var connection = await cluster.Connect();
        while (!cluster.Silos.All(silo => silo.IsUp)) await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, stop);
        using var prometheus = new PrometheusProcess(cluster.Silos.Select(MetricsAddress));

        var sweep = await SmallCluster.Submit(connection, SampleSweeps.Scripted(trials, Epochs));
        var begun = TimeProvider.System.GetTimestamp();
        var tenths = new List<Figures>();
        for (var tenth = 1; tenth <= 10; tenth++)
        {
            var status = await SmallCluster.Until(
                sweep, status => status.IsFinished || status.Count(TrialState.Completed) >= trials * tenth / 10, stop);
            tenths.Add(await Look(cluster, prometheus, status.Count(TrialState.Completed), stop));
            await Console.Error.WriteLineAsync($"{tenths[^1]}");
        }

        var (first, last) = (tenths[0], tenths[^1]);
        Outcome.Print(
            Name,
            new
            {
                Trials = trials,
                Slots = slots,
                Seconds = Math.Round(TimeProvider.System.GetElapsedTime(begun).TotalSeconds, 1),
                ScrapesMissed = await prometheus.Value("""sum(count_over_time(up{job="sweeps"}[1h])) - sum(sum_over_time(up{job="sweeps"}[1h]))""", stop),
                ScrapeSecondsP50 = await Quantile(0.5),
                ScrapeSecondsP99 = await Quantile(0.99),
                SamplesAScrapeMost = await prometheus.Value("""max(max_over_time(scrape_samples_scraped{job="sweeps"}[1h]))""", stop),
                Overflows = await prometheus.Value("""count(count_over_time({otel_metric_overflow="true"}[1h])) or vector(0)""", stop),
                SeriesATrial = Math.Round((last.HeadSeries - first.HeadSeries) / (last.Completed - first.Completed), 2),
                Tenths = tenths,
            },
            new { SiloMemoryLastToFirst = Math.Round(last.SiloMb / first.SiloMb, 2) });

        async Task<double> Quantile(double share) =>
            Math.Round(await prometheus.Value(FormattableString.Invariant($$"""max(quantile_over_time({{share}}, scrape_duration_seconds{job="sweeps"}[1h]))"""), stop), 4);
    }

    private static async Task<Figures> Look(SmallCluster cluster, PrometheusProcess prometheus, int completed, CancellationToken stop)
    {
        using var silo = Process.GetProcessById(cluster.Gpus[0].Id);
        return new(
            completed,
            await prometheus.Value("prometheus_tsdb_head_series", stop),
            await prometheus.Value("""max(scrape_samples_scraped{job="sweeps"})""", stop),
            Math.Round(await prometheus.Value("""process_resident_memory_bytes{job="self"}""", stop) / 1e6),
            Math.Round(silo.WorkingSet64 / 1e6));
    }

    private static string MetricsAddress(SiloProcess silo) =>
        silo.Log.Select(line => Address().Match(line)).Last(match => match.Success).Groups[1].Value;

    [GeneratedRegex(@"metrics http://(127\.0\.0\.1:\d+)/metrics")]
    private static partial Regex Address();

    /// <param name="HeadSeries">That Prometheus holds in memory: those of the last two hours and more, ended trials' too.</param>
    /// <param name="SamplesAScrape">What the silo that trains shows at once.</param>
    private sealed record Figures(int Completed, double HeadSeries, double SamplesAScrape, double PrometheusMb, double SiloMb);
}
