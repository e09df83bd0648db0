using System.CommandLine;
using OrleansHybrid.Benchmarks.Clusters;
using OrleansHybrid.Benchmarks.Measuring;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Sweeps.Results;

namespace OrleansHybrid.Benchmarks;

/// <summary>
/// How long a trial stands still, and how much of it is lost, when its silo goes: SIGKILL (the machine is gone) and
/// SIGTERM (it was announced). Times with real trainers; steps with scripted ones, which keep a journal.
/// </summary>
internal static class Recovery
{
    private const string Name = "recovery";
    private const int StepsPerEpoch = 20;

    public static Command Create()
    {
        var kills = new Option<int>("--kills")
        {
            Description = "SIGKILLs with real trainers, and losses of each kind with scripted ones.",
            DefaultValueFactory = _ => 10
        };
        var command = new Command(
            Name, "Time from a silo's SIGKILL to its trial's training elsewhere; steps lost with and without notice.") { kills };
        command.SetAction((arguments, stop) => Run(arguments.GetValue(kills), stop));
        return command;
    }

    private static async Task Run(int kills, CancellationToken stop)
    {
        var (leased, training, deaths) = await Times(kills, stop);
        var (withNotice, without) = await StepsLost(kills, stop);
        Outcome.Print(
            Name,
            new
            {
                Kills = kills,
                LeasedElsewhereSecondsMedian = Math.Round(Rounds.Median(leased), 2),
                TrainingElsewhereSecondsMedian = Math.Round(Rounds.Median(training), 2),
                TrainingElsewhereSecondsMost = Math.Round(training.Max(), 2),
                TrainersOfKilledSilosGoneMsMedian = Math.Round(Rounds.Median(deaths), 1),
                TrainersOfKilledSilosGoneMsMost = Math.Round(deaths.Max(), 1),
                StepsLostWithNoticeMost = withNotice.Max(),
                StepsLostWithoutNoticeMost = without.Max(),
                StepsBetweenCheckpoints = StepsPerEpoch,
            },
            new { LostOfACheckpointInterval = Math.Round((double)without.Max() / StepsPerEpoch, 3) });
    }

    private static async Task<(List<double> Leased, List<double> Training, List<double> Deaths)> Times(int kills, CancellationToken stop)
    {
        await using var cluster = new SmallCluster(gpuSilos: 2, slots: 1);
        await using var connection = await cluster.Connect();
        // One trial at a time, so that a free slot waits for it elsewhere.
        var sweep = await SmallCluster.Submit(
            connection, SampleSweeps.Real(2, epochs: 100_000, headImages: 100, more: "max_concurrent_trials: 1"));
        var faults = new Faults(cluster, new(0));
        var (leased, training) = (new List<double>(), new List<double>());
        for (var kill = 1; kill <= kills; kill++)
        {
            var before = (await Training(sweep, attempt: kill, stop)).Running[0];
            await BothSilosAreMembers(cluster, stop);
            var victim = cluster.Gpus.Single(silo => silo.Trainers.Count > 0);
            var begun = TimeProvider.System.GetTimestamp();
            await faults.Kill(victim);
            await SmallCluster.Until(
                sweep, status => status.Running.Any(trial => trial.Index == before.Index && trial.Attempt > before.Attempt), stop);
            leased.Add(TimeProvider.System.GetElapsedTime(begun).TotalSeconds);
            await Training(sweep, attempt: kill + 1, stop);
            training.Add(TimeProvider.System.GetElapsedTime(begun).TotalSeconds);
            await Console.Error.WriteLineAsync(
                FormattableString.Invariant($"kill {kill}/{kills}: begun again after {leased[^1]:F2} s, trains after {training[^1]:F2} s"));
        }

        return (leased, training, faults.TrainerDeathsMs);
    }

    private static Task<SweepStatus> Training(ISweepGrain sweep, int attempt, CancellationToken stop) =>
        SmallCluster.Until(sweep, status => status.Running.Any(trial => trial.Attempt >= attempt && trial.Progress is not null), stop);

    // The one that was killed last has started again.
    private static async Task BothSilosAreMembers(SmallCluster cluster, CancellationToken stop)
    {
        while (cluster.Gpus.Any(silo => !silo.IsUp)) await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, stop);
    }

    private static async Task<(List<int> WithNotice, List<int> Without)> StepsLost(int times, CancellationToken stop)
    {
        // An interval of two seconds: what is lost beyond it are the steps that pass while a checkpoint is committed.
        Environment.SetEnvironmentVariable("SCRIPTED_STEPS_PER_EPOCH", $"{StepsPerEpoch}");
        Environment.SetEnvironmentVariable("SCRIPTED_STEP_SECONDS", "0.1");
        await using var cluster = new SmallCluster(gpuSilos: 2, slots: 1, SmallCluster.ScriptedTrainer);
        await using var connection = await cluster.Connect();
        var sweep = await SmallCluster.Submit(connection, SampleSweeps.Scripted(2, epochs: 100_000) + "\nmax_concurrent_trials: 1");
        var id = sweep.GetPrimaryKeyString();
        var faults = new Faults(cluster, new(0));
        var (withNotice, without) = (new List<int>(), new List<int>());
        for (var attempt = 1; attempt <= 2 * times; attempt++)
        {
            var isAnnounced = attempt % 2 == 0;
            // Past a checkpoint, at a step that differs from time to time.
            var enough = attempt * 5 % StepsPerEpoch;
            await UntilJournal(cluster, id, steps => steps.Count(entry => entry.Attempt == attempt) > StepsPerEpoch + enough, stop);
            await BothSilosAreMembers(cluster, stop);
            var victim = cluster.Gpus.Single(silo => silo.Trainers.Count > 0);
            if (isAnnounced) Processes.Send(Signal.Terminate, victim.Id);
            else await faults.Kill(victim);
            await UntilJournal(cluster, id, steps => steps.Any(entry => entry.Attempt > attempt), stop);
            var journal = cluster.Journal(id, 0);
            var lost = journal.Where(entry => entry.Attempt == attempt).Max(entry => entry.Step)
                + 1 - journal.First(entry => entry.Attempt > attempt).Step;
            (isAnnounced ? withNotice : without).Add(lost);
            await Console.Error.WriteLineAsync($"{(isAnnounced ? "with" : "without")} notice: {lost} steps lost");
        }

        return (withNotice, without);
    }

    private static async Task UntilJournal(
        SmallCluster cluster, string sweep, Func<(int Attempt, int Step)[], bool> condition, CancellationToken stop)
    {
        while (!condition(cluster.Journal(sweep, 0))) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, stop);
    }
}
