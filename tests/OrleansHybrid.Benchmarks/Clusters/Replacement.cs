using System.Globalization;

namespace OrleansHybrid.Benchmarks.Clusters;

/// <summary>One silo's pod, replaced as Kubernetes does it.</summary>
/// <param name="PreStopSeconds">What the preStop command took; null where the manifest has none.</param>
/// <param name="ExitSeconds">From the beginning of the end to that of the process.</param>
/// <param name="AllowedSeconds">How long that might have taken: then comes SIGKILL.</param>
/// <param name="ReadySeconds">From the successor's start to its <c>/health/ready</c>.</param>
/// <param name="Fault">What went wrong; null where nothing did.</param>
internal sealed record Replacement(
    string Silo, double? PreStopSeconds, double ExitSeconds, double AllowedSeconds, double ReadySeconds, string? Fault)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    public static async Task<Replacement> Of(SiloProcess silo, PodManifest manifest, CancellationToken stop)
    {
        var (id, ended, begun) = (silo.Id, silo.Ended, TimeProvider.System.GetTimestamp());
        double? preStop = null;
        string? fault = null;
        if (manifest.PreStop is { } command)
        {
            var exitCode = await silo.Exec(
                [.. command.Select(word => word == manifest.Argument("--port") ? silo.Port.ToString(CultureInfo.InvariantCulture) : word)],
                stop);
            preStop = Since(begun);
            if (exitCode != 0) fault = $"the preStop command ended with {exitCode}";
        }

        Processes.Send(Signal.Terminate, id);
        var left = manifest.TerminationGrace - TimeProvider.System.GetElapsedTime(begun);
        if (left <= TimeSpan.Zero || await Task.WhenAny(ended, Task.Delay(left, TimeProvider.System, stop)) != ended)
        {
            fault = $"it did not end within {manifest.TerminationGrace.TotalSeconds} s";
            Processes.Send(Signal.Kill, id);
        }

        var code = await ended;
        var exit = Since(begun);
        if (code != 0) fault ??= $"it ended with {code}";
        return new(silo.Name, preStop, exit, manifest.TerminationGrace.TotalSeconds, await UntilReady(silo, stop), fault);
    }

    private static async Task<double> UntilReady(SiloProcess silo, CancellationToken stop)
    {
        var begun = TimeProvider.System.GetTimestamp();
        using var http = new HttpClient();
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync(
                    new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{silo.Port}/health/ready")), stop);
                if (answer.IsSuccessStatusCode) return Since(begun);
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(Look, TimeProvider.System, stop);
        }
    }

    private static double Since(long begun) => Math.Round(TimeProvider.System.GetElapsedTime(begun).TotalSeconds, 2);
}
