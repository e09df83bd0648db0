using System.CommandLine;
using OrleansHybrid.Benchmarks.Measuring;
using OrleansHybrid.Benchmarks.Scripted;
using OrleansHybrid.Sweeps.Definition.Yaml;

namespace OrleansHybrid.Benchmarks;

/// <summary>That a trial of a search costs the cluster about what a grid's does, whoever chooses it.</summary>
internal static class SearchScale
{
    private const string Name = "search-scale";

    private const int WarmUpTrials = 10_000, MostTpeTrials = 10_000;

    private const string Space = "parameters: {temperature: {min: 0.05, max: 1}, learning_rate: {min: 0.001, max: 1, scale: log}}";

    public static Command Create()
    {
        var trials = new Option<int>("--trials") { Description = "Trials of each sweep.", DefaultValueFactory = _ => 10_000 };
        var slots = new Option<int>("--slots") { Description = "Slots that train at once.", DefaultValueFactory = _ => 64 };
        var rounds = new Option<int>("--rounds") { Description = "Rounds over all methods.", DefaultValueFactory = _ => 3 };
        var redis = new Option<bool>("--redis") { Description = "Keep the state in a durable Redis server instead of a SQLite file." };
        var command = new Command(
            Name, "CPU time of a trial of random, halved and TPE searches beside a grid's, by scripted trainers.")
        {
            trials, slots, rounds, redis,
        };
        command.SetAction((arguments, stop) => Run(
            arguments.GetValue(trials), arguments.GetValue(slots), arguments.GetValue(rounds), arguments.GetValue(redis), stop));
        return command;
    }

    private static async Task Run(int trials, int slots, int rounds, bool onRedis, CancellationToken stop)
    {
        var sweeps = Sweeps(trials, slots);
        // The first trials compile the code that all others run.
        foreach (var yaml in Sweeps(Math.Min(trials, WarmUpTrials), slots).Values) await ScaleRun.Measure(yaml, slots, onRedis, stop);
        var figures = sweeps.Keys.ToDictionary(method => method, _ => new List<ScaleFigures>());
        for (var round = 0; round < rounds; round++)
        {
            foreach (var (method, yaml) in sweeps)
            {
                figures[method].Add(await ScaleRun.Measure(yaml, slots, onRedis, stop));
                var last = figures[method][^1];
                await Console.Error.WriteLineAsync(FormattableString.Invariant(
                    $"{method}  {last.Trials} trials  {last.TrialsPerSecond:F0} a second, {last.CpuMsPerTrial:F2} ms CPU"));
            }
        }

        double Cpu(string method) => figures[method].Select(run => run.CpuMsPerTrial).Order().ElementAt(rounds / 2);
        Outcome.Print(
            Name,
            new
            {
                Trials = trials,
                Slots = slots,
                State = onRedis ? "redis" : "sqlite",
                CpuMs = sweeps.Keys.ToDictionary(method => method, Cpu),
            },
            new
            {
                RandomToGrid = Math.Round(Cpu("random") / Cpu("grid"), 3),
                HalvingToGrid = Math.Round(Cpu("halving") / Cpu("grid"), 3),
                TpeToGrid = sweeps.ContainsKey("tpe") ? Math.Round(Cpu("tpe") / Cpu("grid"), 3) : (double?)null,
            });
    }

    private static Dictionary<string, string> Sweeps(int trials, int slots)
    {
        var sweeps = new Dictionary<string, string>
        {
            ["grid"] = ScriptedCluster.Sweep("grid", trials),
            ["random"] = FormattableString.Invariant($"name: random\nmethod: random\nsearch: {{trials: {trials}}}\n{Space}\n"),
            ["halving"] = Halved("random", trials),
        };
        // Its choice looks at all results before: the benchmark `search` says what that costs in a longer search.
        if (trials <= MostTpeTrials)
            sweeps["tpe"] = FormattableString.Invariant($"name: tpe\nmethod: tpe\nsearch: {{trials: {trials}, lag: {slots}}}\n{Space}\n");
        return sweeps;
    }

    /// <summary>As many configurations as give about so many trials to all rungs together.</summary>
    private static string Halved(string method, int trials)
    {
        // 27 of one epoch, 9 of three and 3 of nine are a cohort.
        var configurations = Math.Max(27, trials * 27 / 39);
        var yaml = FormattableString.Invariant(
            $"name: halving\nmethod: {method}\nsearch: {{trials: {configurations}}}\nearly_stopping: {{eta: 3, min_epochs: 1}}\n{Space}\n")
            + "recipe: {epochs: 9}\n";
        _ = new SweepText(yaml, "halving").Parse();
        return yaml;
    }
}
