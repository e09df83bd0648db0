using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace OrleansHybrid.Benchmarks.Clusters;

/// <summary>A Prometheus of a benchmark's own, on a free port, that scrapes silos every second.</summary>
internal sealed class PrometheusProcess : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hybrid-prometheus-");
    private readonly Process _process;
    private readonly HttpClient _http;

    /// <param name="silos">Host and port of each.</param>
    /// <exception cref="BenchmarkException">There is no Prometheus here.</exception>
    public PrometheusProcess(IEnumerable<string> silos)
    {
        var (settings, address) = (
            Path.Combine(_folder.FullName, "prometheus.yml"),
            string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{RedisProcess.FreePort()}"));
        File.WriteAllText(
            settings,
            $$"""
            global: {scrape_interval: 1s, scrape_timeout: 1s}
            scrape_configs:
              - {job_name: sweeps, metrics_path: /metrics, static_configs: [{targets: [{{string.Join(", ", silos.Select(silo => $"\"{silo}\""))}}]}]}
              - {job_name: self, static_configs: [{targets: ["{{address}}"]}]}
            """);
        try
        {
            _process = Process.Start(
                "prometheus",
                [
                    $"--config.file={settings}",
                    $"--storage.tsdb.path={Path.Combine(_folder.FullName, "tsdb")}",
                    $"--web.listen-address={address}",
                    "--log.level=error",
                ]);
        }
        catch (Win32Exception)
        {
            _folder.Delete(recursive: true);
            throw new BenchmarkException("This benchmark needs Prometheus: install it, such as by 'apt-get install prometheus'.");
        }

        _http = new() { BaseAddress = new($"http://{address}/") };
    }

    /// <summary>The first value of an expression now; NaN where it has none.</summary>
    public async Task<double> Value(string expression, CancellationToken stop)
    {
        using var question = new FormUrlEncodedContent([new("query", expression)]);
        using var answer = await _http.PostAsync(new Uri("api/v1/query", UriKind.Relative), question, stop);
        var series = JsonNode.Parse(await answer.Content.ReadAsStringAsync(stop))!["data"]!["result"]!.AsArray();
        return series.Count == 0 ? double.NaN : double.Parse(series[0]!["value"]![1]!.GetValue<string>(), CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _http.Dispose();
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }
}
