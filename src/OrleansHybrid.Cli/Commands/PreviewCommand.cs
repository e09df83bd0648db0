using System.CommandLine;
using System.Globalization;
using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Cli.Options;
using OrleansHybrid.Cli.Output;
using OrleansHybrid.Cli.Tables;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Terminal;
using OrleansHybrid.Sweeps.Trials;
using Spectre.Console;

namespace OrleansHybrid.Cli.Commands;

internal static class PreviewCommand
{
    private const int FirstTrials = 20;

    public static Command Create()
    {
        var (file, set) = (SweepFile.Argument(), SetOption.Create());
        var output = new Option<string>("--output", "-o")
        {
            Description = "table or json (all trials).",
            DefaultValueFactory = _ => "table",
        };
        output.AcceptOnlyFromAmong("table", "json");
        var command = new Command("preview", "Show the trials that a sweep file expands to, without running any.") { file, set, output };
        command.SetAction(arguments =>
        {
            var sweep = SweepFile.Read(arguments.GetRequiredValue(file), arguments.GetValue(set) ?? []);
            Notices.Write(Console.Error, sweep);
            var cost = sweep.Definition.Chosen is { } chosen ? SearchCost.Of(chosen, sweep.Definition.Recipe.Epochs) : null;
            sweep.Definition.Chosen?.ChooseFirst();
            if (arguments.GetValue(output) == "json") Console.WriteLine(Json(sweep.Definition, cost));
            else
            {
                WriteTable(AnsiConsole.Console, sweep);
                if (cost is not null) WriteCost(AnsiConsole.Console, cost);
                Console.WriteLine("Run it with: " + HybridCommand.Of(["run", .. sweep.Words]));
            }

            return ExitCode.Complete;
        });
        return command;
    }

    private static string Json(SweepDefinition definition, SearchCost? cost) => ProtocolJson.Write(new
    {
        Sweep = definition.Id,
        Search = cost,
        Trials = Enumerable.Range(0, definition.TrialCount).Select(definition.Trial).Select(trial => new
        {
            Trial = trial.Id.Number,
            Parameters = trial.Parameters.ToDictionary(
                parameter => parameter.Key, parameter => parameter.IsInactive || parameter.IsOpen ? null : parameter.Value),
            trial.Recipe.Seed,
            trial.ContentHash,
        }),
    });

    private static void WriteCost(IAnsiConsole console, SearchCost cost)
    {
        if (cost.Rungs.Count > 0) RungListing.OfCosts().Write(console, cost.Rungs, OutputFormat.Table);
        var space = cost is { SpaceEpochs: { } epochs, SpaceConfigurations: { } all } && all > cost.Configurations
            ? Text($", and {Share(cost.Epochs, epochs)} of all {all:N0} of the space")
            : "";
        var about = cost.IsEstimate ? "about " : "";
        if (cost.Controls > 0)
            console.WriteLine(Text($"Beside these, {cost.Controls:N0} pruned trials are trained to the end as a control."));
        console.WriteLine(Text($"The search trains {about}{cost.Epochs:N0} epochs: {Share(cost.Epochs, cost.WholeEpochs)} of training its ")
            + Text($"{cost.Configurations:N0} configurations to the end ({cost.WholeEpochs:N0} epochs){space}."));
    }

    private static string Share(long part, long whole) => Text($"{100.0 * part / whole:0.#} %");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    public static void WriteTable(IAnsiConsole console, SweepFile sweep)
    {
        var definition = sweep.Definition;
        console.MarkupLineInterpolated($"[bold]{definition.Name}[/]: {definition.TrialCount} trials = {definition.Expansion}");

        var trials = Enumerable.Range(0, Math.Min(definition.TrialCount, FirstTrials)).Select(definition.Trial).ToList();
        FittedColumn Column(string name, int rank, bool isNumber, Func<TrialSpec, string> cell) =>
            new(name, rank, isNumber, [.. trials.Select(trial => cell(trial).EscapeMarkup())]);

        FittedTable.Of(
            [
                Column("trial", 0, true, trial => trial.Id.Number),
                .. definition.Axes.Select((axis, place) => Column(axis.Key, 1, false, trial => trial.Parameters[place].Value)),
                Column("seed", 2, true, trial => trial.Recipe.Seed.ToString(CultureInfo.InvariantCulture)),
                Column("content hash", 3, true, trial => trial.ContentHash[..12]),
            ],
            console.Profile.Width).Write(console, whole: "-o json");
        if (definition.IsConditional)
            console.WriteLine("'-' marks a parameter with a 'when' that does not hold: the trial has the recipe's value, or the default.");
        if (definition.Chosen is not null)
            console.WriteLine("'?' marks a setting that the search will choose by the results of trials before.");
        if (definition.TrialCount > FirstTrials)
            console.WriteLine($"… and {definition.TrialCount - FirstTrials} more; all of them with -o json.");
    }
}
