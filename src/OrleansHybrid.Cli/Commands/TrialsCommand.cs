using System.CommandLine;
using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Cli.Options;
using OrleansHybrid.Cli.Output;
using OrleansHybrid.Cli.Tables;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Trials;
using Spectre.Console;

namespace OrleansHybrid.Cli.Commands;

/// <summary>Lists the trials of a sweep, all or a selection.</summary>
internal static class TrialsCommand
{
    private const int MostInATable = 100;

    public static Command Create() =>
        SweepCommand.Create("trials", "List a sweep's trials with their settings and results, and why they wait or failed.", command =>
    {
        var states = new Option<TrialState[]>("--is")
        {
            HelpName = "state",
            CustomParser = Words.Many<TrialState>,
            Description = "Only trials in one of these states: running, failed, …",
            AllowMultipleArgumentsPerToken = true
        };
        var where = new Option<string[]>("--where")
        {
            HelpName = "key=value",
            Description = "Only trials with this value, such as temperature=0.1; with several, all must hold.",
            AllowMultipleArgumentsPerToken = true
        };
        var best = new Option<bool>("--best-first")
        {
            Description = "Sort by the sweep's objective, best first, instead of by the order of the grid."
        };
        var most = new Option<int?>("-n") { Description = "Maximum number of rows." }.Within(0);
        foreach (var option in new[] { states.CompletedAs<TrialState>(), where, best, most }) command.Add(option);
        var output = OutputOption.AddTo(command);
        return async context =>
        {
            var (arguments, definition) = (context.Arguments, await context.Sweep.Definition());
            IEnumerable<TrialRow> rows = await context.Sweep.Rows();
            if (arguments.GetValue(states) is { Length: > 0 } wanted) rows = rows.Where(row => wanted.Contains(row.State));
            foreach (var condition in arguments.GetValue(where) ?? []) rows = Matching(rows, definition, condition);
            if (arguments.GetValue(best)) rows = definition.Metric.BestFirst(rows);
            var format = arguments.GetValue(output);
            var chosen = rows.Take(arguments.GetValue(most) ?? int.MaxValue).ToList();
            var shown = format is OutputFormat.Table && arguments.GetValue(most) is null ? chosen.Take(MostInATable).ToList() : chosen;
            TrialListing.Of(definition).Write(AnsiConsole.Console, shown, format);
            if (format is not OutputFormat.Table) return ExitCode.Complete;
            if (shown.Count < chosen.Count) Console.WriteLine($"… and {chosen.Count - shown.Count} more; all of them with -o plain.");
            Console.WriteLine(
                "Show one with: hybrid trial show "
                    + $"{context.Sweep.Id}/{(shown.Count > 0 ? definition.Trial(shown[0].Index).Id.Number : "0000")}{context.Suffix}");
            return ExitCode.Complete;
        };
    });

    private static IEnumerable<TrialRow> Matching(IEnumerable<TrialRow> rows, SweepDefinition definition, string condition)
    {
        try
        {
            var holds = TrialCondition.Of(definition, condition);
            return rows.Where(row => holds(row.Index));
        }
        catch (ArgumentException mistake)
        {
            throw new UserException($"--where {condition}: {mistake.Message}", mistake);
        }
    }
}
