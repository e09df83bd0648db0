using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using OrleansHybrid.Benchmarks.Clusters;
using OrleansHybrid.Benchmarks.Measuring;
using PuppeteerSharp;

namespace OrleansHybrid.Benchmarks;

/// <summary>
/// The page beside real training: the time from the address that a run prints to its trials, from the end of an epoch to its figure,
/// and what open streams add to the end of a run.
/// </summary>
internal static partial class PageLive
{
    private const string Name = "page-live";
    private const int Streams = 20, Slots = 2, Epochs = 200, EpochsARun = 4;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    public static Command Create()
    {
        var rounds = new Option<int>("--rounds")
        {
            Description = "Runs with open streams, and as many without.",
            DefaultValueFactory = _ => 5,
        };
        var browser = Chromium.Option();
        var command = new Command(Name, "The live page beside real training: first rows, an epoch's end, a drain with open streams.")
        {
            rounds, browser,
        };
        command.SetAction((arguments, stop) => Run(arguments.GetValue(rounds), arguments.GetRequiredValue(browser), stop));
        return command;
    }

    private static async Task Run(int rounds, string chromium, CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("page-live-");
        await using var browser = await Chromium.Start(chromium);
        var file = Path.Combine(folder.FullName, "sweep.yaml");
        await File.WriteAllTextAsync(file, SampleSweeps.Real(2 * Slots, Epochs), stop);
        List<double> rows = [], epochs = [], withStreams = [], without = [];
        for (var round = 0; round < 2 * rounds; round++)
        {
            // The same state: each run goes on where the one before it stopped.
            await using var run = new RunProcess(folder.FullName, file, Slots);
            var address = await run.Page.WaitAsync(stop);
            await using var page = await browser.NewPageAsync();
            rows.Add(await FirstRows(page, address, stop));
            epochs.AddRange(await EpochsOf(page, run.State, stop));
            await page.CloseAsync();

            var isWatched = round % 2 == 0;
            using var http = new HttpClient { BaseAddress = new(address, "/") };
            var streams = new List<Stream>();
            for (var stream = 0; isWatched && stream < Streams; stream++)
                streams.Add(await http.GetStreamAsync(new Uri("/api/v1/events", UriKind.Relative), stop));
            (isWatched ? withStreams : without).Add(await run.Drain(stop));
            foreach (var stream in streams) await stream.DisposeAsync();
        }

        folder.Delete(recursive: true);
        Outcome.Print(
            Name,
            new
            {
                FirstRowsMs = Spread(rows),
                EpochEndToPageMs = Spread(epochs),
                Streams,
                DrainSecondsWithStreams = Spread(withStreams, digits: 2),
                DrainSecondsWithout = Spread(without, digits: 2),
            },
            new { DrainWithStreamsToWithout = Math.Round(Rounds.Median(withStreams) / Rounds.Median(without), 3) });
    }

    /// <returns>Milliseconds from the address to a running trial in the table, in a tab that was not open before.</returns>
    private static async Task<double> FirstRows(IPage page, Uri address, CancellationToken stop)
    {
        var begun = TimeProvider.System.GetTimestamp();
        await page.GoToAsync(address.ToString());
        await page.WaitForFunctionAsync("() => document.querySelector('main a[href^=\"/sweeps/\"]')");
        var took = TimeProvider.System.GetElapsedTime(begun).TotalMilliseconds;
        var sweep = await page.EvaluateExpressionAsync<string>("document.querySelector('main a[href^=\"/sweeps/\"]').href");
        await page.GoToAsync(sweep);
        await page.WaitForFunctionAsync("() => document.querySelector('td.progress .about')").WaitAsync(stop);
        return took;
    }

    /// <returns>Milliseconds from the line in a trial's log that tells of an epoch to the page that shows it, for some epochs.</returns>
    private static async Task<IReadOnlyList<double>> EpochsOf(IPage page, string state, CancellationToken stop)
    {
        var log = Directory.GetFiles(Path.Combine(state, "logs"), "0000.log", SearchOption.AllDirectories).Single();
        var delays = new List<double>();
        var known = await LastEpoch(log, stop);
        while (delays.Count < EpochsARun)
        {
            int last;
            while ((last = await LastEpoch(log, stop)) == known) await Task.Delay(Look, TimeProvider.System, stop);
            var begun = TimeProvider.System.GetTimestamp();
            known = last;
            // An epoch that ends while the page is waited for is later, not missing.
            await page.WaitForFunctionAsync(string.Create(
                CultureInfo.InvariantCulture,
                $$"""
                () => [...document.querySelectorAll('tr')].some(row => row.querySelector('th a')?.innerText === '0000'
                  && parseInt(row.querySelector('td.progress .about')?.innerText.split(', ')[1]) >= {{last}})
                """)).WaitAsync(stop);
            delays.Add(TimeProvider.System.GetElapsedTime(begun).TotalMilliseconds);
        }

        return delays;
    }

    private static async Task<int> LastEpoch(string log, CancellationToken stop)
    {
        using var reader = new StreamReader(new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return EpochLine().Matches(await reader.ReadToEndAsync(stop))
            .Select(line => int.Parse(line.Groups["epoch"].Value, CultureInfo.InvariantCulture)).LastOrDefault();
    }

    private static object Spread(IReadOnlyList<double> values, int digits = 0) => new
    {
        Least = Math.Round(values.Min(), digits),
        Median = Math.Round(Rounds.Median(values), digits),
        Most = Math.Round(values.Max(), digits),
    };

    [GeneratedRegex(@" epoch (?<epoch>\d+): ")]
    private static partial Regex EpochLine();
}
