using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using OrleansHybrid.Benchmarks.Clusters;
using OrleansHybrid.Benchmarks.Measuring;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Hosting;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Benchmarks;

/// <summary>
/// That nothing is lost: a control silo and two that train run a sweep while faults strike at random moments. Afterwards
/// every trial must be complete, with the very result of an undisturbed run, and no trainer may be left.
/// </summary>
internal static partial class Soak
{
    private const string Name = "soak";
    private const int ScriptedEpochs = 3, ScriptedStepsPerEpoch = 2;

    // The faults strike one after the other, eight seconds each on average: 2,000 trials on twelve slots must outlast 100 of them.
    private const string ScriptedStepSeconds = "0.6";

    public static Command Create()
    {
        var scripted = new Option<bool>("--scripted")
        {
            Description = "2,000 trials of scripted trainers and 100 faults, instead of 40 real ones and 12."
        };
        var trials = new Option<int?>("--trials") { Description = "Trials of the sweep." };
        var faults = new Option<int?>("--faults") { Description = "Faults to strike in the course of the sweep." };
        var seed = new Option<int?>("--seed") { Description = "Of the faults' moments and order; drawn and printed unless given." };
        var azurite = new Option<bool>("--azurite")
        {
            Description = "Keep the checkpoints in Azure Blob Storage (its emulator) instead of a folder; real trials only."
        };
        var command = new Command(Name, "A sweep through kills, freezes, drains and a lost Redis server, compared with an undisturbed one.")
        {
            scripted, trials, faults, seed, azurite,
        };
        command.SetAction((arguments, stop) =>
        {
            var isScripted = arguments.GetValue(scripted);
            return Run(
                isScripted,
                arguments.GetValue(azurite),
                arguments.GetValue(trials) ?? (isScripted ? 2000 : 40),
                arguments.GetValue(faults) ?? (isScripted ? 100 : 12),
                arguments.GetValue(seed) ?? (int)(TimeProvider.System.GetTimestamp() & 0xffff),
                stop);
        });
        return command;
    }

    private static async Task Run(bool isScripted, bool onAzurite, int trials, int faults, int seed, CancellationToken stop)
    {
        if (isScripted && onAzurite)
            throw new BenchmarkException(
                "Scripted trainers write no checkpoints that a store would take: leave --scripted or --azurite out.");
        await Console.Error.WriteLineAsync($"seed {seed}");
        var yaml = isScripted ? SampleSweeps.Scripted(trials, ScriptedEpochs) : SampleSweeps.Real(trials);
        var expected = isScripted
            ? Enumerable
                .Range(0, trials)
                .Select(trial => SampleSweeps.ScriptedWeights(trial, ScriptedEpochs * ScriptedStepsPerEpoch))
                .ToArray()
            : await UndisturbedRun.Weights(yaml, trials, stop);

        Environment.SetEnvironmentVariable("SCRIPTED_STEP_SECONDS", ScriptedStepSeconds);
        await using var cluster = Cluster(isScripted, onAzurite);
        await using var connection = await cluster.Connect();
        var sweep = await SmallCluster.Submit(connection, yaml);
        var begun = TimeProvider.System.GetTimestamp();
        var struck = new Faults(cluster, new(seed));
        using var finished = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var done = 0;
        var striking = struck.Strike(faults, trials, () => Volatile.Read(ref done), finished.Token);
        var status = await SmallCluster.Until(
            sweep,
            status =>
            {
                Volatile.Write(ref done, status.Count(TrialState.Completed));
                return status.IsFinished;
            },
            stop);
        var seconds = TimeProvider.System.GetElapsedTime(begun).TotalSeconds;
        await finished.CancelAsync();
        await striking;

        var rows = await SmallCluster.Calls.Repeat(() => sweep.Rows(0, trials));
        var onceEach = await CountHistoriesInOrder(connection, sweep, rows, isScripted ? ScriptedEpochs : 4);
        var refused = cluster.Silos.SelectMany(silo => silo.Log).Select(line => Refusal().Match(line)).Where(refusal => refusal.Success)
            .CountBy(refusal => refusal.Groups[1].Value).ToDictionary();
        var orphans = await cluster.Stop();
        var complete = rows.Count(row => row.State is TrialState.Completed);
        var equal = rows.Count(row => row.Result?.WeightsSha256 == expected[row.Index]);
        Outcome.Print(
            Name,
            new
            {
                Scripted = isScripted,
                Checkpoints = onAzurite ? "azurite" : "folder",
                Seed = seed,
                Trials = trials,
                Seconds = Math.Round(seconds, 1),
                Faults = struck.Counts,
                Attempts = rows.Sum(row => row.Attempts),
                status.Preemptions,
                Complete = complete,
                EqualToUndisturbed = equal,
                ExactlyOnce = onceEach,
                CallsRefused = refused,
                CallsRefusedAsStale = refused.GetValueOrDefault("StaleAttempt"),
                OrphanTrainers = orphans,
                TrainersOfKilledSilosGoneMsMedian = struck.TrainerDeathsMs.Count == 0
                    ? 0
                    : Math.Round(Rounds.Median(struck.TrainerDeathsMs), 1),
                Passed = complete == trials && equal == trials && onceEach == trials && orphans == 0,
            },
            new { Equal = (double)equal / trials });
    }

    private static SmallCluster Cluster(bool isScripted, bool onAzurite = false) =>
        isScripted ? new(gpuSilos: 2, slots: 6, SmallCluster.ScriptedTrainer) : new(gpuSilos: 2, slots: 1, onAzurite: onAzurite);

    [GeneratedRegex(@" refused a call \((\w+)\)")]
    private static partial Regex Refusal();

    /// <summary>Trials whose record holds every epoch exactly once.</summary>
    private static async Task<int> CountHistoriesInOrder(
        ClusterConnection connection, ISweepGrain sweep, IReadOnlyList<TrialRow> rows, int epochs)
    {
        var inOrder = 0;
        foreach (var row in rows)
        {
            var history = await SmallCluster.Calls.Repeat(connection.Client.GetTrial(new(sweep.GetPrimaryKeyString(), row.Index)).History);
            if (history.Select(epoch => epoch.Epoch).SequenceEqual(Enumerable.Range(1, epochs))) inOrder++;
            else
                await Console.Error.WriteLineAsync(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"trial {row.Index}: epochs {string.Join(' ', history.Select(epoch => epoch.Epoch))}"));
        }

        return inOrder;
    }
}
