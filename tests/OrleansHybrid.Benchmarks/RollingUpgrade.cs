using System.CommandLine;
using System.Globalization;
using OrleansHybrid.Benchmarks.Clusters;
using OrleansHybrid.Benchmarks.Measuring;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Hosting;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Trials;
using Spectre.Console;

namespace OrleansHybrid.Benchmarks;

/// <summary>
/// That an upgrade costs nothing: every silo of a cluster is replaced in mid-sweep, one after the other, the way Kubernetes
/// does it with the manifests of deploy/kubernetes/base.
/// </summary>
internal static class RollingUpgrade
{
    private const string Name = "rolling-upgrade";

    public static Command Create()
    {
        var trials = new Option<int>("--trials") { Description = "Trials of the sweep.", DefaultValueFactory = _ => 6 };
        var epochs = new Option<int>("--epochs") { Description = "Of each trial.", DefaultValueFactory = _ => 16 };
        var command = new Command(
            Name, "Every silo replaced in mid-sweep as Kubernetes does it, compared with an undisturbed run.") { trials, epochs };
        command.SetAction((arguments, stop) => Run(arguments.GetValue(trials), arguments.GetValue(epochs), stop));
        return command;
    }

    private static async Task Run(int trials, int epochs, CancellationToken stop)
    {
        var yaml = SampleSweeps.Real(trials, epochs);
        var expected = await UndisturbedRun.Weights(yaml, trials, stop);
        var (control, gpu) = (PodManifest.Read("control"), PodManifest.Read("gpu"));

        await using var cluster = new SmallCluster(gpuSilos: 2, slots: 1, grace: gpu.Argument("--grace")!);
        await using var connection = await cluster.Connect();
        var sweep = await SmallCluster.Submit(connection, yaml);
        var (seen, replacements) = (new Dictionary<(int Trial, int Attempt), int>(), new List<Replacement>());
        foreach (var silo in cluster.Silos)
        {
            var before = await SmallCluster.Until(sweep, status => status.IsFinished || BothTrain(status), stop);
            if (before.IsFinished) throw new BenchmarkException($"The sweep was finished before {silo.Name} was replaced: raise --epochs.");
            foreach (var running in before.Running) seen[(running.Index, running.Attempt)] = running.Progress!.Step;
            replacements.Add(await Replacement.Of(silo, silo == cluster.Control ? control : gpu, stop));
            await Console.Error.WriteLineAsync($"{silo.Name} is replaced");
        }

        var status = await SmallCluster.Until(sweep, status => status.IsFinished, stop);
        var rows = await SmallCluster.Calls.Repeat(() => sweep.Rows(0, trials));
        var attempts = rows.ToDictionary(
            row => row.Index, row => AttemptSteps.Read(cluster.TrialLog(new(sweep.GetPrimaryKeyString(), row.Index))));
        var lost = attempts.Sum(trial => AttemptSteps.Lost(trial.Value, attempt => seen.GetValueOrDefault((trial.Key, attempt))));
        var ends = (await Task.WhenAll(rows.Select(row => Ends(connection, sweep, row))))
            .SelectMany(ends => ends)
            .CountBy(end => end)
            .ToDictionary();
        var complete = rows.Count(row => row.State is TrialState.Completed);
        var equal = rows.Count(row => row.Result?.WeightsSha256 == expected[row.Index]);
        var handedOver = attempts.Values.Sum(trial => trial.Count - 1);
        string[] faults =
        [
            .. replacements.Where(replaced => replaced.Fault is not null).Select(replaced => $"{replaced.Silo}: {replaced.Fault}"),
            .. attempts.SelectMany(trial =>
                trial.Value.Where(attempt => !attempt.HasEnd)
                    .Select(attempt => $"trial {trial.Key}: attempt {attempt.Attempt} ended without a word")),
            .. ends
                .Where(end => end.Key is not (AttemptEnd.Completed or AttemptEnd.Preempted))
                .Select(end => $"{end.Value} attempts were {end.Key}"),
            .. lost > 0 ? [$"{lost} steps were lost"] : (string[])[],
            .. complete < trials ? [$"{trials - complete} trials are not complete"] : (string[])[],
            .. equal < trials ? [$"{trials - equal} trials differ from the undisturbed run"] : (string[])[],
            // Without any, nothing was shown.
            .. handedOver < cluster.Gpus.Count ? [$"only {handedOver} trials were handed over"] : (string[])[],
        ];
        Write(replacements);
        Outcome.Print(
            Name,
            new
            {
                Trials = trials,
                Complete = complete,
                Failed = rows.Count(row => row.State is TrialState.Failed),
                EqualToUndisturbed = equal,
                Attempts = rows.Sum(row => row.Attempts),
                status.Preemptions,
                HandedOver = handedOver,
                StepsLost = lost,
                SlotSecondsLost = Math.Round(status.SlotHoursLost * 3600, 1),
                Silos = replacements,
                Faults = faults,
                Passed = faults.Length == 0,
            },
            new { Equal = (double)equal / trials });
        if (faults.Length > 0) throw new BenchmarkException(string.Join("; ", faults));
    }

    private static bool BothTrain(SweepStatus status) =>
        status.Running.Count == 2 && status.Running.All(trial => trial.Progress is { Step: > 0 });

    private static async Task<IEnumerable<AttemptEnd>> Ends(ClusterConnection connection, ISweepGrain sweep, TrialRow row)
    {
        var trial = connection.Client.GetTrial(new(sweep.GetPrimaryKeyString(), row.Index));
        return (await SmallCluster.Calls.Repeat(trial.Attempts)).Select(attempt => attempt.End);
    }

    private static void Write(IEnumerable<Replacement> replacements)
    {
        var table = new Table().AddColumns("silo", "preStop", "to exit", "allowed", "successor ready", "fault");
        foreach (var replaced in replacements)
            table.AddRow(
                replaced.Silo,
                Seconds(replaced.PreStopSeconds),
                Seconds(replaced.ExitSeconds),
                Seconds(replaced.AllowedSeconds),
                Seconds(replaced.ReadySeconds),
                replaced.Fault ?? "-");
        AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Console.Error) }).Write(table);
    }

    private static string Seconds(double? seconds) =>
        seconds is { } some ? string.Create(CultureInfo.InvariantCulture, $"{some:F2} s") : "-";
}
