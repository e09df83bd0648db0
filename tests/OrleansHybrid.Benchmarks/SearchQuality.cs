using System.CommandLine;
using System.Globalization;
using OrleansHybrid.Benchmarks.Measuring;
using OrleansHybrid.Benchmarks.Searching;

namespace OrleansHybrid.Benchmarks;

/// <summary>What searches find, how often they try the same again, and what choosing costs; beside Optuna's figures.</summary>
internal static class SearchQuality
{
    private const string Name = "search";
    private const int ManyTrials = 10_000;

    public static Command Create()
    {
        var table = new Option<FileInfo?>("--table") { Description = "Results of every configuration of a grid, to be searched (csv.gz)." };
        var method = new Option<string?>("--method") { Description = "The one to measure; random and tpe without it, with a table tpe." };
        method.AcceptOnlyFromAmong([.. SearchRun.Methods]);
        var trials = new Option<int>("--trials") { Description = "Trials of a search.", DefaultValueFactory = _ => 100 };
        var seeds = new Option<int>("--seeds") { Description = "How many searches the median is of.", DefaultValueFactory = _ => 20 };
        var lag = new Option<int>("--lag") { Description = "So many of the newest results are not seen.", DefaultValueFactory = _ => 0 };
        var command = new Command(Name, "What random search and TPE find, and what choosing costs.") { table, method, trials, seeds, lag };
        command.SetAction(arguments => Run(
            arguments.GetValue(table),
            arguments.GetValue(method),
            arguments.GetValue(trials),
            arguments.GetValue(seeds),
            arguments.GetValue(lag)));
        return command;
    }

    private static void Run(FileInfo? table, string? method, int trials, int seeds, int lag)
    {
        if (trials < 1 || seeds < 1 || lag < 0) throw new BenchmarkException("--trials and --seeds are at least 1, --lag is at least 0.");
        // What the first searches spend on compilation is no cost of a trial.
        foreach (var name in SearchRun.Methods) SearchRun.Measure(SearchProblem.Functions[1], name, 200, 2, lag);
        if (table is not null)
        {
            var problem = SearchProblem.Of(table.FullName);
            var figures = Measure(problem, method ?? "tpe", trials, seeds, lag);
            Outcome.Print(Name, figures, Behind(problem, figures));
            return;
        }

        string[] methods = method is null ? ["random", "tpe"] : [method];
        var all = SearchProblem.Functions.ToDictionary(
            problem => problem.Name, problem => methods.ToDictionary(name => name, name => Measure(problem, name, trials, seeds, lag)));
        var many = methods.ToDictionary(name => name, name => Measure(SearchProblem.Functions[1], name, ManyTrials, 1, lag));
        Outcome.Print(Name, new { Problems = all, Hartmann6OfTenThousandTrials = many }, SearchProblem.Functions.ToDictionary(
            problem => problem.Name, problem => all[problem.Name].ToDictionary(pair => pair.Key, pair => Behind(problem, pair.Value))));
    }

    private static SearchFigures Measure(SearchProblem problem, string method, int trials, int seeds, int lag)
    {
        var figures = SearchRun.Measure(problem, method, trials, seeds, lag);
        var best = string.Join(" / ", figures.Best.Values.Select(value => value.ToString(CultureInfo.InvariantCulture)));
        Console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{problem.Name}  {method}  best {best}  duplicates {figures.Duplicates}  "
            + $"{figures.CpuMillisecondsATrial} ms a trial, {figures.CpuMillisecondsAtTheEnd} ms at the end"));
        return figures;
    }

    /// <summary>In Optuna's quartile ranges: not behind by more than one is what the project asks of TPE.</summary>
    private static object Behind(SearchProblem problem, SearchFigures figures) => new
    {
        QuartileRangesBehindOptuna = figures.Best
            .Select(pair => (pair.Key, Behind: PeerFigures.RangesBehind(problem, pair.Key, pair.Value)))
            .Where(pair => pair.Behind is not null)
            .ToDictionary(pair => pair.Key, pair => Math.Round(pair.Behind!.Value, 2)),
    };
}
