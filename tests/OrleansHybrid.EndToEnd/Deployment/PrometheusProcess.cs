using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OrleansHybrid.EndToEnd.Deployment;

/// <summary>A Prometheus of a test's own: the scrapes of deploy/prometheus/local.yml, on other silos and every second.</summary>
internal sealed partial class PrometheusProcess : IDisposable
{
    private readonly Process _process;
    private readonly HttpClient _http;

    private PrometheusProcess(Process process, Uri address) => (_process, _http) = (process, new() { BaseAddress = address });

    public static PrometheusProcess Start(string folder, IEnumerable<string> silos)
    {
        var path = Tool.Require("prometheus").Path;
        var port = FreePort.Find();
        var targets = $"[{string.Join(", ", silos.Select(silo => $"\"{silo}\""))}]";
        var settings = Targets().Replace(File.ReadAllText(Repository.PathOf("deploy", "prometheus", "local.yml")), $"targets: {targets}")
            .Replace("scrape_interval: 5s", "scrape_interval: 1s", StringComparison.Ordinal)
            .Replace("[rules.yml]", $"[{Repository.PathOf("deploy", "prometheus", "rules.yml")}]", StringComparison.Ordinal);
        var file = Path.Combine(folder, "prometheus.yml");
        File.WriteAllText(file, settings);
        var address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
        var data = Path.Combine(folder, "tsdb");
        string[] arguments =
        [
            $"--config.file={file}",
            $"--storage.tsdb.path={data}",
            $"--web.listen-address={address}",
            "--log.level=error",
        ];
        return new(Process.Start(new ProcessStartInfo(path, arguments))!, new($"http://{address}"));
    }

    /// <summary>Runs a panel's query over the last minutes.</summary>
    /// <returns>What is wrong with its answer; null where it shows something.</returns>
    public async Task<string?> Fault(DashboardQuery query)
    {
        var expression = query.Expression.Replace("$__rate_interval", "10s", StringComparison.Ordinal)
            .Replace("$sweep", ".*", StringComparison.Ordinal);
        if (await Ask(expression) is not { } answer) return "Prometheus does not answer";
        if (answer["error"] is { } error) return $"{query.Panel}: {error} in {expression}";
        JsonNode[] shown = [.. answer["data"]!["result"]!.AsArray().Select(series => series!).Where(HasValues)];
        if (shown is []) return $"{query.Panel}: no data from {expression}";
        var labels = Label().Matches(query.Legend).Select(match => match.Groups[1].Value);
        return labels.FirstOrDefault(label => shown.Any(series => series["metric"]![label] is null)) is { } missing
            ? $"{query.Panel}: no label {missing} in {expression}"
            : null;
    }

    /// <returns>The names of all metrics of a job.</returns>
    public async Task<IReadOnlyList<string>> Names(string job)
    {
        var path = new Uri($"api/v1/label/__name__/values?match[]={Uri.EscapeDataString($"{{job=\"{job}\"}}")}", UriKind.Relative);
        var answer = JsonNode.Parse(await _http.GetStringAsync(path, TestContext.Current.CancellationToken))!;
        return [.. answer["data"]!.AsArray().Select(name => name!.GetValue<string>())];
    }

    public void Dispose()
    {
        _http.Dispose();
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static bool HasValues(JsonNode series) => series["values"]!.AsArray().Any(point => point![1]!.GetValue<string>() != "NaN");

    private async Task<JsonNode?> Ask(string expression)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        try
        {
            using var question = new FormUrlEncodedContent(
            [
                new("query", expression), new("start", $"{now - 600}"), new("end", $"{now}"), new("step", "1"),
            ]);
            using var answer = await _http.PostAsync(
                new Uri("api/v1/query_range", UriKind.Relative), question, TestContext.Current.CancellationToken);
            if (answer.StatusCode is HttpStatusCode.ServiceUnavailable) return null;
            return JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
        catch (HttpRequestException)
        {
            // It still starts.
            return null;
        }
    }

    [GeneratedRegex(@"targets: \[.*\]")]
    private static partial Regex Targets();

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Label();
}
