using System.Globalization;
using OrleansHybrid.Cli.Output;
using OrleansHybrid.Cli.Watching;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Text;
using OrleansHybrid.Sweeps.Trials;
using Spectre.Console;

namespace OrleansHybrid.Cli.Tables;

/// <summary>The leaderboard on the terminal: configurations, best first, mean ± standard deviation over seeds.</summary>
internal static class LeaderboardTable
{
    private const int MostRows = 40;

    public static void Write(IAnsiConsole console, SweepDefinition sweep, Leaderboard leaderboard)
    {
        var shown = leaderboard.Standings.Take(MostRows).Select((standing, place) => (Standing: standing, Place: place)).ToList();
        FittedColumn Column(string name, int rank, bool isNumber, Func<Standing, int, string> cell) =>
            new(name, rank, isNumber, [.. shown.Select(row => cell(row.Standing, row.Place))]);
        FittedColumn Figure(string name, int rank, Func<Standing, int, string> cell) =>
            Column(name, rank, true, (standing, place) => standing.Objective is null ? "" : cell(standing, place));
        FittedColumn Accuracy(string name, string metric, int rank) =>
            Figure(name, rank, (standing, _) => Wording.Spread(standing.Metrics.GetValueOrDefault(metric), isAccuracy: true));

        var fitted = FittedTable.Of(
            [
                Figure("", 0, (_, place) => (place + 1).ToString(CultureInfo.InvariantCulture)),
                .. sweep.Axes.Select((axis, place) =>
                    Column(axis.Key, 1, false, (standing, _) => standing.Parameters[place].Value.EscapeMarkup())),
                .. shown.Any(row => row.Standing.Objective is null)
                    ? [Column("why", 0, false, (standing, _) => Why(standing))]
                    : Array.Empty<FittedColumn>(),
                Figure(sweep.Metric.Name, 0, (standing, place) => Objective(sweep, standing, isBest: place == 0)),
                .. FinalMetrics.Of(sweep.Metric).Images is MetricImages.Validation
                    ? [Accuracy("top1", "top1", 0)]
                    : Array.Empty<FittedColumn>(),
                Accuracy("many", "many", 3), Accuracy("medium", "medium", 3), Accuracy("few", "few", 3),
                Accuracy("best epoch", "best_top1", 4),
                Figure("restarts", 5, (standing, _) => standing.Restarts.ToString(CultureInfo.InvariantCulture)),
            ],
            console.Profile.Width);
        fitted.Table.Title = new($"{sweep.Name}: {sweep.Metric.Name}, last epoch, {sweep.Seeds.Count} seed(s)".EscapeMarkup());
        fitted.Write(console, whole: "a wider terminal, or in the results");
        if (leaderboard.Standings.Count > MostRows)
            console.WriteLine($"… and {leaderboard.Standings.Count - MostRows} more in the results.");
    }

    private static string Objective(SweepDefinition sweep, Standing standing, bool isBest)
    {
        var objective = Wording.Spread(standing.Objective, FinalMetrics.ByName[sweep.Metric.Name].IsAccuracy);
        return isBest ? $"[bold green]{objective}[/]" : objective;
    }

    /// <summary>The text in place of the objective for a configuration without a result.</summary>
    private static string Why(Standing standing)
    {
        if (standing.Objective is not null) return "";
        var states = string.Join(", ", standing.States.Keys.Select(state => state.Spelled()));
        return standing.Reason is { } reason ? $"[red]{states}: {Wording.Short(reason.Message).EscapeMarkup()}[/]" : $"[grey]{states}[/]";
    }
}
