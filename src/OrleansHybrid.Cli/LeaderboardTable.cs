using System.Globalization;
using OrleansHybrid.Cli.Watching;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Results;
using Spectre.Console;

namespace OrleansHybrid.Cli;

/// <summary>The sweep's outcome on the terminal: configurations, best first, mean ± standard deviation over seeds.</summary>
internal static class LeaderboardTable
{
    private const int MostRows = 40;

    public static void Write(IAnsiConsole console, SweepDefinition sweep, Leaderboard leaderboard)
    {
        var title = $"{sweep.Name}: {sweep.Metric.Name}, last epoch, {sweep.Seeds.Count} seed(s)";
        var table = new Table { Border = TableBorder.Simple, Title = new(title) };
        table.AddColumn(new TableColumn("") { Alignment = Justify.Right });
        foreach (var axis in sweep.Axes) table.AddColumn(axis.Key.EscapeMarkup());
        foreach (var name in (string[])[sweep.Metric.Name, "many", "medium", "few", "best epoch", "restarts"])
            table.AddColumn(new TableColumn(name) { Alignment = Justify.Right });

        foreach (var (place, standing) in leaderboard.Standings.Take(MostRows).Index())
        {
            string[] settings = [.. standing.Parameters.Select(parameter => parameter.Value.EscapeMarkup())];
            if (standing.Objective is null)
            {
                var states = string.Join(", ", standing.States.Keys.Select(state => state.Spelled()));
                var why = standing.Reason is { } reason ? $"[red]{states}: {Wording.Short(reason.Message).EscapeMarkup()}[/]" : $"[grey]{states}[/]";
                table.AddRow(["", .. settings, why]);
                continue;
            }

            string Metric(string name) => Wording.Spread(standing.Metrics.GetValueOrDefault(name), isAccuracy: true);
            var objective = Wording.Spread(standing.Objective, FinalMetrics.ByName[sweep.Metric.Name].IsAccuracy);
            table.AddRow([
                (place + 1).ToString(CultureInfo.InvariantCulture), .. settings,
                place == 0 ? $"[bold green]{objective}[/]" : objective,
                Metric("many"), Metric("medium"), Metric("few"), Metric("best_top1"),
                standing.Restarts.ToString(CultureInfo.InvariantCulture),
            ]);
        }

        console.Write(table);
        if (leaderboard.Standings.Count > MostRows)
            console.WriteLine($"… and {leaderboard.Standings.Count - MostRows} more in the results.");
    }
}
