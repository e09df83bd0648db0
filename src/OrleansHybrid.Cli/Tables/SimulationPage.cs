using System.Globalization;
using OrleansHybrid.Cli.Output;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Simulation;
using OrleansHybrid.Sweeps.Trials;
using Spectre.Console;

namespace OrleansHybrid.Cli.Tables;

/// <summary>The answer of <c>hybrid simulate</c>.</summary>
internal static class SimulationPage
{
    private const int MostImprovements = 20;

    public static void Write(IAnsiConsole console, PlayedSearch search, SimulatedSearch found, int slots, OutputFormat format)
    {
        if (format is OutputFormat.Json or OutputFormat.Yaml)
            Document.Write(console.Profile.Out.Writer, Everything(search, found, slots), format);
        else if (format is OutputFormat.Plain) Trials(search, found).Write(console, found.Trials, format);
        else WriteTable(console, search, found, slots);
    }

    private static void WriteTable(IAnsiConsole console, PlayedSearch search, SimulatedSearch found, int slots)
    {
        console.MarkupLineInterpolated($"[bold]{search.Name}[/]: {search.Expansion}, played on {found.Known} known configurations");
        console.MarkupLineInterpolated($"found   {Best(search, found)}");
        console.WriteLine("cost    " + Text($"{found.Cost:N0} {search.Unit} in {found.History.Count:N0} trials: ")
            + Text($"{Share(found.Cost, found.WholeCost)} of training all to the end ({found.WholeCost:N0} {search.Unit})"));
        console.WriteLine("time    " + Text($"{found.Duration:N0} {search.Unit} long on {slots:N0} slot{(slots == 1 ? "" : "s")}; ")
            + Waited(search, found, slots));
        if (found.Rungs is { Count: > 0 } rungs)
        {
            RungListing.Of().Write(console, rungs, OutputFormat.Table);
            if (search.RungMeaning is { } meaning) console.WriteLine($"Note: {meaning}.");
        }

        WriteImprovements(console, search, found);
    }

    private static string Best(PlayedSearch search, SimulatedSearch found) => found switch
    {
        { Best: { } best } => Place(search, found, best) + $", with {Words(best.Trial)}, completed by trial {Number(best.Trial.Index)}",
        _ => "nothing: no configuration was trained to the end with a result",
    };

    private static string Place(PlayedSearch search, SimulatedSearch found, FoundBest best) =>
        Text($"{search.Metric.Name} {Value(search, best.Value)}, place {best.Rank} of {found.Known} ")
        + $"(the best has {Value(search, found.KnownBest)})";

    private static string Waited(PlayedSearch search, SimulatedSearch found, int slots)
    {
        if (found.SlotsWaited == 0) return "no slot waited for results";
        var lag = search.Lag is { } own
            ? Text($" (search.lag: {own}; a larger one keeps more slots busy, and chooses by older results)")
            : "";
        return Text($"slots waited for results for {found.SlotsWaited:N0} {search.Unit}, ")
            + $"{Share(found.SlotsWaited, found.Duration * slots)} of the slot time{lag}";
    }

    private static void WriteImprovements(IAnsiConsole console, PlayedSearch search, SimulatedSearch found)
    {
        var improved = found.History
            .Where((point, place) => point.Best is not null && (place == 0 || found.History[place - 1].Best != point.Best))
            .ToList();
        if (improved.Count == 0) return;
        Column<BestPoint>[] columns =
        [
            new("after trials", point => point.Trials) { IsNumber = true },
            new(search.Unit, point => point.Cost) { IsNumber = true },
            new("of all", point => point.Cost / found.WholeCost, point => Share(point.Cost, found.WholeCost)) { IsNumber = true },
            new("best " + search.Metric.Name, point => point.Best, point => Value(search, point.Best)) { IsNumber = true },
            new("trial", point => Number(point.Trial!.Value)) { IsNumber = true },
            new("configuration", point => Words(found.Trials[point.Trial!.Value]), Rank: 1),
        ];
        new Listing<BestPoint>(columns).Write(console, [.. improved.TakeLast(MostImprovements)], OutputFormat.Table);
    }

    private static Listing<SimulatedTrial> Trials(PlayedSearch search, SimulatedSearch found) => new(
    [
        new("trial", trial => Number(trial.Index)) { IsNumber = true },
        new("configuration", trial => trial.Played.Configuration) { IsNumber = true },
        .. (found.Trials.FirstOrDefault(trial => trial.Played.Parameters.Count > 0)?.Played.Parameters ?? []).Select((one, place) =>
            new Column<SimulatedTrial>(one.Key, trial => trial.Played.Configuration is null ? null : trial.Played.Parameters[place].Value)),
        new("seed", trial => trial.Played.Seed),
        new("rung", trial => trial.Played.Rung),
        new("cost", trial => trial.Played.Cost),
        new(search.Metric.Name, trial => double.IsFinite(trial.Played.Value) ? trial.Played.Value : null),
        new("began", trial => trial.Began),
        new("ended", trial => trial.Ended),
        new("chosen_by", trial => trial.Played.ChosenBy),
    ]);

    private static object Everything(PlayedSearch search, SimulatedSearch found, int slots) => new
    {
        Sweep = search.Name,
        search.Metric,
        search.Unit,
        Slots = slots,
        search.Lag,
        Best = found.Best is { } best
            ? new { Trial = Number(best.Trial.Index), best.Value, best.Rank, Parameters = Parameters(best.Trial.Played.Parameters) }
            : null,
        found.Known,
        found.KnownBest,
        found.Cost,
        found.WholeCost,
        CostShare = found.WholeCost > 0 ? found.Cost / found.WholeCost : (double?)null,
        found.Duration,
        found.SlotsWaited,
        found.Rungs,
        search.RungMeaning,
        found.History,
        Trials = found.Trials.Select(trial => new
        {
            Trial = Number(trial.Index),
            trial.Played.Configuration,
            Parameters = Parameters(trial.Played.Parameters),
            trial.Played.Seed,
            trial.Played.Rung,
            trial.Played.Cost,
            Value = double.IsFinite(trial.Played.Value) ? trial.Played.Value : (double?)null,
            trial.Began,
            trial.Ended,
            trial.Played.ChosenBy,
        }),
    };

    private static Dictionary<string, string?> Parameters(IEnumerable<ParameterValue> parameters) =>
        parameters.ToDictionary(parameter => parameter.Key, parameter => parameter.IsInactive ? null : parameter.Value);

    private static string Words(SimulatedTrial trial) =>
        string.Join(", ", trial.Played.Parameters.Select(parameter => $"{parameter.Key}={parameter.Value}"));

    private static string Value(PlayedSearch search, double? value) =>
        FinalMetrics.ByName.TryGetValue(search.Metric.Name, out var metric) && metric.IsAccuracy
            ? Watching.Wording.Percent(value)
            : value?.ToString("G6", CultureInfo.InvariantCulture) ?? "-";

    private static string Share(double part, double whole) => whole > 0 ? Text($"{100 * part / whole:0.##} %") : "-";

    private static string Number(int index) => new TrialId("", index).Number;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
