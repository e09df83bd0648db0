using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using OrleansHybrid.Benchmarks.Measuring;
using OrleansHybrid.Benchmarks.Scripted;
using OrleansHybrid.Sweeps.Trials;
using PuppeteerSharp;

namespace OrleansHybrid.Benchmarks;

/// <summary>
/// The page in a real Chromium beside a sweep of 10,000 scripted trials of which 1,000 run: the time until its trials are there, its
/// longest task, its memory, and what an open tab costs the silo.
/// </summary>
internal static class PageSpeed
{
    private const string Name = "page";
    private const int Trials = 10_000, Running = 1_000, Tabs = 5, Loads = 5;

    private static readonly string[] Views = ["", "settings", "curves", "paper", "slots"];

    // A table is there when its first screen is.
    private const string HasRows = "() => document.querySelectorAll('.virtual .row').length > 10";

    private const string WatchTasks = """
        window.longTasks = [];
        new PerformanceObserver(list => list.getEntries().forEach(task => window.longTasks.push([task.startTime, task.duration])))
          .observe({ type: 'longtask', buffered: true });
        """;

    public static Command Create()
    {
        var minutes = new Option<double>("--minutes")
        {
            Description = "How long a tab stays open while its memory is measured.",
            DefaultValueFactory = _ => 10,
        };
        var browser = Chromium.Option();
        var command = new Command(Name, "The live page beside 10,000 trials: loading, longest task, memory, cost of a tab.")
        {
            minutes, browser,
        };
        command.SetAction((arguments, stop) =>
            Run(TimeSpan.FromMinutes(arguments.GetValue(minutes)), arguments.GetRequiredValue(browser), stop));
        return command;
    }

    private static async Task Run(TimeSpan open, string chromium, CancellationToken stop)
    {
        await using var cluster = await ScriptedCluster.Start();
        var sweep = await cluster.Submit(ScriptedCluster.Sweep("paged", Trials));
        var done = 0;
        var first = new ScriptedSlots(cluster.Grains, cluster.Agent, 64, TimeSpan.Zero).Run(
            () => Volatile.Read(ref done) >= Trials - (2 * Running), stop);
        while (!first.IsCompleted)
        {
            Volatile.Write(ref done, (await sweep.Status()).Count(TrialState.Completed));
            await Task.WhenAny(first, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, stop));
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var work = new ScriptedSlots(cluster.Grains, cluster.Agent, Running, TimeSpan.FromHours(1)).Run(() => false, ended.Token);
        while ((await sweep.Status()).Running.Count < Running) await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, stop);

        await using var browser = await Chromium.Start(chromium);
        var address = new Uri(cluster.Page, "/sweeps/paged/trials");
        var loads = new List<double>();
        for (var load = 0; load < Loads; load++)
        {
            await using var page = await Open(browser, address, loads);
        }

        var views = new Dictionary<string, double>();
        foreach (var view in Views) views[view] = await LongestTask(browser, new(cluster.Page, $"/sweeps/paged/{view}"), stop);

        var quiet = await CpuOfSilo(stop);
        await using var watched = await Open(browser, address, []);
        var loading = await watched.EvaluateExpressionAsync<double>("performance.now()");
        var before = await Heap(watched);
        await Task.Delay(open, TimeProvider.System, stop);
        var after = await Heap(watched);
        var tasks = await watched.EvaluateExpressionAsync<double[][]>("window.longTasks");
        var one = await CpuOfSilo(stop);
        var others = new List<IPage>();
        for (var tab = 1; tab < Tabs; tab++) others.Add(await Open(browser, address, []));
        var several = await CpuOfSilo(stop);

        await ended.CancelAsync();
        await Task.WhenAny(work);
        Outcome.Print(
            Name,
            new
            {
                Trials,
                Running,
                LoadMs = loads.Select(load => Math.Round(load)),
                LongestTaskMsByView = views,
                LongestTaskMs = Math.Round(tasks.Select(task => task[1]).DefaultIfEmpty(0).Max()),
                LongestTaskAfterLoadMs = Math.Round(tasks.Where(task => task[0] > loading).Select(task => task[1]).DefaultIfEmpty(0).Max()),
                HeapMb = new[] { before, after }.Select(bytes => Math.Round(bytes / 1e6, 1)),
                MinutesOpen = Math.Round(open.TotalMinutes, 1),
                SiloCpuPercent = new { Without = quiet, OneTab = one, SeveralTabs = several, Tabs },
            },
            new { HeapAfterToBefore = Math.Round(after / before, 3), CpuPercentATab = Math.Round((several - one) / (Tabs - 1), 2) });
    }

    /// <summary>While a view loads, draws what it has, and takes in changes for some seconds.</summary>
    private static async Task<double> LongestTask(IBrowser browser, Uri address, CancellationToken stop)
    {
        await using var page = await browser.NewPageAsync();
        await page.EvaluateExpressionOnNewDocumentAsync(WatchTasks);
        await page.GoToAsync(address.ToString());
        await page.WaitForFunctionAsync("() => document.querySelector('main h1')");
        await Task.Delay(TimeSpan.FromSeconds(12), TimeProvider.System, stop);
        var tasks = await page.EvaluateExpressionAsync<double[][]>("window.longTasks");
        await Console.Error.WriteLineAsync(
            $"{address.AbsolutePath}: tasks over 50 ms: {string.Join(", ", tasks.Select(task => $"{task[1]:F0} at {task[0]:F0}"))}");
        return Math.Round(tasks.Select(task => task[1]).DefaultIfEmpty(0).Max());
    }

    private static async Task<IPage> Open(IBrowser browser, Uri address, List<double> loads)
    {
        var page = await browser.NewPageAsync();
        await page.EvaluateExpressionOnNewDocumentAsync(WatchTasks);
        var begun = TimeProvider.System.GetTimestamp();
        await page.GoToAsync(address.ToString());
        await page.WaitForFunctionAsync(HasRows);
        var took = TimeProvider.System.GetElapsedTime(begun).TotalMilliseconds;
        loads.Add(took);
        await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"loaded in {took:F0} ms"));
        return page;
    }

    /// <returns>Bytes that live after a collection.</returns>
    private static async Task<double> Heap(IPage page)
    {
        await page.Client.SendAsync("HeapProfiler.collectGarbage");
        return (double)(await page.MetricsAsync())["JSHeapUsedSize"];
    }

    /// <returns>Percent of one core, over some seconds.</returns>
    private static async Task<double> CpuOfSilo(CancellationToken stop)
    {
        using var process = Process.GetCurrentProcess();
        var (cpu, begun) = (process.TotalProcessorTime, TimeProvider.System.GetTimestamp());
        await Task.Delay(TimeSpan.FromSeconds(10), TimeProvider.System, stop);
        process.Refresh();
        return Math.Round(100 * ((process.TotalProcessorTime - cpu) / TimeProvider.System.GetElapsedTime(begun)), 1);
    }
}
