using System.CommandLine;
using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Cli.Options;
using OrleansHybrid.Cli.Output;
using OrleansHybrid.Cli.Watching;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Trials;
using Spectre.Console;

namespace OrleansHybrid.Cli.Commands;

/// <summary>The leaderboard: configurations over their seeds, best first, or the best one for each value of an axis.</summary>
internal static class BestCommand
{
    private const int MostUnlessAsked = 10;

    public static Command Create() =>
        SweepCommand.Create("best", "Show the best configurations, mean ± standard deviation over their seeds.", command =>
    {
        var by = new Option<string?>("--by") { Description = "Show the best one for each value of this setting, such as imbalance." };
        var most = new Option<int>("-n") { Description = "Maximum number of rows.", DefaultValueFactory = _ => MostUnlessAsked }.Within(0);
        command.Add(by);
        command.Add(most);
        var output = OutputOption.AddTo(command);
        return async context =>
        {
            var definition = await context.Sweep.Definition();
            var rows = await context.Sweep.Rows();
            var standings = Leaderboard.Of(definition, rows).Standings.Where(standing => standing.Objective is not null);
            if (context.Arguments.GetValue(by) is { } axis) standings = BestBy(standings, definition, axis);
            var format = context.Arguments.GetValue(output);
            var shown = standings.Take(context.Arguments.GetValue(most))
                .Select((standing, place) => (Place: place + 1, Standing: standing))
                .ToList();
            Listing(definition).Write(AnsiConsole.Console, shown, format);
            if (format is not OutputFormat.Table) return ExitCode.Complete;
            Console.WriteLine(shown.Count == 0
                ? NoneShown(definition, rows, context.Suffix)
                : $"Write the report with: hybrid report {context.Sweep.Id}{context.Suffix}");
            return ExitCode.Complete;
        };
    });

    internal static string NoneShown(SweepDefinition definition, IReadOnlyList<TrialRow> rows, string suffix) =>
        rows.Count(row => row.State is TrialState.Completed) is > 0 and var completed
            ? $"{completed} trials of {definition.Id} are completed, but none has '{definition.Metric.Name}': "
                + $"their data has no class in that group. See their other metrics with: hybrid trials {definition.Id}{suffix}"
            : $"No trial of {definition.Id} is completed yet. Watch it with: hybrid watch {definition.Id}{suffix}";

    private static IEnumerable<Standing> BestBy(IEnumerable<Standing> standings, SweepDefinition definition, string axis)
    {
        var place = definition.Axes.Select(known => known.Key).ToList().IndexOf(axis);
        if (place < 0)
            throw new UserException(
                $"--by {axis}: {definition.Name} does not sweep it; it sweeps "
                    + $"{string.Join(", ", definition.Axes.Select(known => known.Key))}.");
        var order = definition.Axes[place].Values.ToList();
        return standings.DistinctBy(standing => standing.Parameters[place].Value)
            .OrderBy(standing => order.IndexOf(standing.Parameters[place].Value));
    }

    private static Listing<(int Place, Standing Standing)> Listing(SweepDefinition definition)
    {
        Column<(int Place, Standing Standing)> Spread(string name, int rank) => new(
            name,
            row => row.Standing.Metrics.GetValueOrDefault(name)?.Mean,
            row => Wording.Spread(row.Standing.Metrics.GetValueOrDefault(name), FinalMetrics.ByName[name].IsAccuracy),
            rank)
        { IsNumber = true };

        string[] others =
        [
            .. ((string[])["top1", "many", "medium", "few", "best_top1"])
                .Concat(FurtherMetrics.Of(definition).Select(metric => metric.Name))
                .Except([definition.Metric.Name]),
        ];
        // What was chosen by validation images is to be reported on the test images.
        var isOfValidation = FinalMetrics.Of(definition.Metric).Images is MetricImages.Validation;
        int RankOf(string name) => isOfValidation && name == FinalMetrics.Top1.Name ? 0 : 3;
        return new(
        [
            new("place", row => row.Place) { IsNumber = true },
            .. definition.Axes.Select((axis, place) =>
                new Column<(int Place, Standing Standing)>(axis.Key, row => row.Standing.Parameters[place].Value, Rank: 1)),
            Spread(definition.Metric.Name, 0),
            new("std", row => row.Standing.Objective!.Std) { IsForPrograms = true },
            new("seeds", row => row.Standing.Objective!.Count, Rank: 2) { IsNumber = true },
            .. others.Select(name => Spread(name, RankOf(name))),
            new("restarts", row => row.Standing.Restarts, Rank: 4) { IsNumber = true },
            new("trials", row => string.Join(' ', row.Standing.Trials.Select(index => definition.Trial(index).Id.Number)), Rank: 5),
        ]);
    }
}
