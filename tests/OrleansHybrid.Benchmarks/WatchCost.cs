using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using OrleansHybrid.Benchmarks.Clusters;
using OrleansHybrid.Benchmarks.Measuring;
using OrleansHybrid.Benchmarks.Scripted;

namespace OrleansHybrid.Benchmarks;

/// <summary>What it costs a console to watch a sweep of which a thousand trials run at once: scripted trainers, a real terminal.</summary>
internal static class WatchCost
{
    private const string Name = "watch-cost";
    private const int RefreshesASecond = 2;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(15);

    public static Command Create()
    {
        var running = new Option<int>("--running") { Description = "Trials that run at once.", DefaultValueFactory = _ => 1_000 };
        var seconds = new Option<int>("--seconds") { Description = "How long to watch.", DefaultValueFactory = _ => 20 };
        var command = new Command(Name, "CPU time of one refresh of 'hybrid watch' beside a thousand running trials.") { running, seconds };
        command.SetAction((arguments, stop) => Run(arguments.GetValue(running), TimeSpan.FromSeconds(arguments.GetValue(seconds)), stop));
        return command;
    }

    private static async Task Run(int running, TimeSpan span, CancellationToken stop)
    {
        await using var cluster = await ScriptedCluster.Start(onRedis: true);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var work = new ScriptedSlots(cluster.Grains, cluster.Agent, running, TimeSpan.FromSeconds(60)).Run(() => false, ended.Token);
        var sweep = await cluster.Submit(ScriptedCluster.Sweep("watched", 10_000));
        while ((await sweep.Status()).Running.Count < running) await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, stop);

        var figures = new Dictionary<string, double>();
        foreach (var columns in (int[])[80, 160])
        {
            using var terminal = Start(cluster.Setting!, columns);
            var screen = terminal.StandardOutput.BaseStream.CopyToAsync(Stream.Null, stop);
            await Task.Delay(WarmUp, TimeProvider.System, stop);
            var console = Processes.ChildrenOf(terminal.Id).Single();
            using var process = Process.GetProcessById(console);
            var before = process.TotalProcessorTime;
            await Task.Delay(span, TimeProvider.System, stop);
            process.Refresh();
            figures[string.Create(CultureInfo.InvariantCulture, $"cpu_ms_a_refresh_at_{columns}_columns")] =
                Math.Round((process.TotalProcessorTime - before).TotalMilliseconds / (span.TotalSeconds * RefreshesASecond), 1);
            terminal.Kill(entireProcessTree: true);
            await screen;
        }

        await ended.CancelAsync();
        await Task.WhenAny(work);
        Outcome.Print(Name, new { Running = running, Cpu = figures }, new { });
    }

    private static Process Start(string cluster, int columns)
    {
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"stty cols {columns} rows 50; exec dotnet {BuiltProgram.Console} watch watched --cluster {cluster}");
        return Process.Start(
            new ProcessStartInfo("script", ["-qec", line, "/dev/null"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
    }
}
