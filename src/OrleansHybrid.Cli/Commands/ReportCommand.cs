using System.CommandLine;
using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Cli.Options;
using OrleansHybrid.Cli.Report;
using OrleansHybrid.Cli.Tables;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Web.Report;
using Spectre.Console;

namespace OrleansHybrid.Cli.Commands;

/// <summary>Writes the results folder of a sweep, as a run on this machine does.</summary>
internal static class ReportCommand
{
    public static Command Create() =>
        SweepCommand.Create("report", "Write a sweep's results, tables and report page into a folder, also while it runs.", command =>
    {
        var folder = new Option<string?>("--results") { Description = "The folder; results/<sweep name> unless given." };
        var checkpoints = CheckpointOption.Create();
        command.Add(folder);
        command.Add(checkpoints);
        return async context =>
        {
            var definition = await context.Sweep.Definition();
            var results = ResultsFolder.Open(context.Arguments.GetValue(folder) ?? Path.Combine("results", definition.Name));
            var outcomes = await context.Sweep.Outcomes(definition, await context.Sweep.Rows());
            var place = context.Arguments.Place(checkpoints, context.Choice.UsualCheckpoints(context.Arguments));
            var best = await BestModel.Find(definition, outcomes, place.Open(), context.Sweep.Checkpoints, context.Stop);
            results.Write(definition, outcomes, TimeProvider.System.GetUtcNow(), best);
            LeaderboardTable.Write(AnsiConsole.Console, definition, Leaderboard.Of(definition, outcomes.Select(outcome => outcome.Row)));
            Console.WriteLine($"Results: {results.Path}   report: {results.Report}");
            return ExitCode.Complete;
        };
    });
}
