using System.CommandLine;
using System.Globalization;
using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Cli.Options;
using OrleansHybrid.Cli.Output;
using OrleansHybrid.Cli.Tables;
using OrleansHybrid.Sweeps.Search;
using OrleansHybrid.Sweeps.Search.Plans;
using OrleansHybrid.Sweeps.Simulation;
using Spectre.Console;

namespace OrleansHybrid.Cli.Commands;

/// <summary>
/// Plays a search on results that are there already: what it would have found, at which share of the cost of training all.
/// </summary>
internal static class SimulateCommand
{
    private const int DefaultTrials = 100;

    public static Command Create()
    {
        var file = SweepFile.Argument();
        file.Arity = ArgumentArity.ZeroOrOne;
        file.Description = "The sweep file with the search (YAML).";
        var set = SetOption.Create();
        var results = new Option<string?>("--results") { Description = "The results.csv of a finished sweep, with trials/ beside it." };
        var slots = new Option<int>("--slots") { Description = "Trials that would train at once.", DefaultValueFactory = _ => 1 };
        var seed = new Option<int?>("--search-seed") { Description = "The search's seed, instead of the file's; 0 for a table." };
        var table = new Option<string?>("--table") { Description = "Instead of FILE and --results: a table of all results (csv.gz)." };
        var method = new Option<SearchMethod>("--method")
        {
            Description = "How a table is searched: random, sobol, halton or tpe.",
            CustomParser = Words.One<SearchMethod>,
            DefaultValueFactory = _ => SearchMethod.Tpe,
        };
        var trials = new Option<int?>("--trials") { Description = $"Trials of a search of a table; {DefaultTrials} unless given." };
        var lag = new Option<int?>("--lag")
        {
            Description = $"The newest results of a table that a choice does not see; {SearchTerms.DefaultLag} unless given.",
        };
        slots.Within(1);
        seed.Within(0);
        trials.Within(1);
        lag.Within(0);
        var command = new Command("simulate", "Play a search on results that are there already, without training.")
        {
            file, set, results, slots, seed, table, method.CompletedAs<SearchMethod>(), trials, lag,
        };
        var output = OutputOption.AddTo(command, "table, plain (the trials, for cut and awk), json or yaml (everything).");
        command.SetAction(arguments =>
        {
            var (name, known) = (arguments.GetValue(file), arguments.GetValue(results));
            PlayedSearch search;
            if (arguments.GetValue(table) is { } path)
            {
                if (name is not null || known is not null || arguments.GetValue(set) is { Length: > 0 })
                    throw new UserException("--table is searched by itself: leave out FILE, --set and --results, or --table.");
                search = new PlayedTable(
                    ResultsTable.Read(path), arguments.GetValue(method), arguments.GetValue(trials) ?? DefaultTrials,
                    arguments.GetValue(seed) ?? 0, arguments.GetValue(lag) ?? SearchTerms.DefaultLag);
            }
            else
            {
                if (name is null || known is null)
                    throw new UserException("Name a sweep file and results: hybrid simulate FILE --results results/quickstart/results.csv");
                if ((arguments.GetResult(trials) ?? arguments.GetResult(lag)) is not null
                    || arguments.GetResult(method) is { Implicit: false })
                    throw new UserException(
                        "--method, --trials and --lag are for --table. A sweep file has its own; change them with --set method=tpe, "
                            + "--set search.trials=50 or --set search.lag=0.");
                search = Sweep(name, arguments.GetValue(set) ?? [], arguments.GetValue(seed), known);
            }

            var found = SearchSimulation.Play(search, arguments.GetValue(slots));
            SimulationPage.Write(AnsiConsole.Console, search, found, arguments.GetValue(slots), arguments.GetValue(output));
            return ExitCode.Complete;
        });
        return command;
    }

    private static PlayedSweep Sweep(string path, string[] settings, int? seed, string results)
    {
        if (seed is { } given) settings = [.. settings, string.Create(CultureInfo.InvariantCulture, $"search.seed={given}")];
        var sweep = SweepFile.Read(path, settings);
        Notices.Write(Console.Error, sweep);
        return new(path, sweep.Definition, RecordedResults.Read(results));
    }
}
