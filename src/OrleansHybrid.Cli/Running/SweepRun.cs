using System.Globalization;
using Microsoft.Extensions.Logging;
using OrleansHybrid.Cli.Access;
using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Cli.Options;
using OrleansHybrid.Cli.Report;
using OrleansHybrid.Cli.Tables;
using OrleansHybrid.Cli.Watching;
using OrleansHybrid.Cluster.Checkpoints;
using OrleansHybrid.Cluster.Clocks;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Reading;
using OrleansHybrid.Cluster.Storage;
using OrleansHybrid.Silo;
using OrleansHybrid.Silo.Machine;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Scheduling;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Text;
using OrleansHybrid.Sweeps.Trials;
using OrleansHybrid.TrainerCommands;
using OrleansHybrid.Web.Report;
using Spectre.Console;

namespace OrleansHybrid.Cli.Running;

/// <summary>One <c>hybrid run</c>: an embedded silo, a sweep, its results.</summary>
internal sealed class SweepRun(SweepFile file, SweepRunOptions options)
{
    /// <summary>Number of faults in a row after which an unattended run gives up; every trial is safe.</summary>
    private const int TroubleLimit = 4;

    // What the cluster says: the sweep may have been extended since it was submitted.
    private SweepDefinition _sweep = file.Definition;

    // A machine that is busy with training may take its time to answer.
    private readonly PatientCalls _calls = new(new(), AwakeTime.System);

    /// <returns>The process's exit code.</returns>
    /// <exception cref="UserException">The run cannot start or continue; everything it has acknowledged is kept.</exception>
    /// <exception cref="SiloException">The silo cannot start.</exception>
    /// <exception cref="GrainStorageException">The state cannot be read or written; everything that was acknowledged is kept.</exception>
    public async Task<int> Execute()
    {
        var results = ResultsFolder.Open(options.ResultsDirectory);
        await CheckData();
        using var interrupt = new Interrupt(TimeProvider.System);
        await using var silo = BuildSilo();
        await silo.StartAsync();
        if (silo.SlotsNote is { } note) await Console.Error.WriteLineAsync($"note: {note}");
        Console.WriteLine($"Page: {silo.PageAddress}");

        await MeetFormerRun(silo.Cluster, interrupt.Token);
        var (id, refused) = await _calls.Request(request =>
            silo.Cluster.GetScheduler().Submit(file.Yaml, file.Path, alone: true, request: request));
        if (refused is not null) throw new UserException(refused);
        var sweep = new SweepHandle(id, silo.Cluster.GetGrain<ISweepGrain>(id), silo.Cluster, _calls);
        _sweep = await sweep.Definition();
        var watch = new SweepWatch(sweep, TimeProvider.System);
        var hint = $"metrics {new Uri(silo.HttpAddress, "metrics")}   Ctrl-C checkpoints and stops; the same command resumes";
        try
        {
            await SweepView.Of(_sweep, hint).Show(watch.Snapshots(GivesUp, interrupt.Token));
        }
        catch (OperationCanceledException) when (interrupt.Token.IsCancellationRequested)
        {
            Console.WriteLine("Stopping: each running trial writes a checkpoint.");
        }

        // The results tell of every trial at rest, also when faults ended the run.
        await silo.DrainAsync();
        var status = await sweep.Status();
        var outcomes = await sweep.Outcomes(_sweep, await sweep.Rows());
        var place = options.Checkpoints ?? new CheckpointPlace.Folder(new StateDirectory(options.StateDirectory).CheckpointRoot);
        var best = await BestModel.Find(_sweep, outcomes, place.Open(), sweep.Checkpoints, CancellationToken.None);
        results.Write(_sweep, outcomes, TimeProvider.System.GetUtcNow(), best);
        await silo.StopAsync();
        return Conclude(status, outcomes, results, interrupt.Token.IsCancellationRequested);
    }

    private static bool GivesUp(SweepStatus status) => status.Trouble?.Times >= TroubleLimit || IsWithoutItsData(status);

    /// <summary>True if the run waits for data that no silo has: there is no other silo that could have it.</summary>
    private static bool IsWithoutItsData(SweepStatus status) => status is { IsFinished: false, Waiting.Kind: PendingKind.OtherData };

    /// <summary>Checks the data of a sweep that may have run before, or starts it over.</summary>
    private async Task MeetFormerRun(IGrainFactory grains, CancellationToken stop)
    {
        var id = file.Definition.Id;
        if (options.FromScratch) await FromScratch.Forget(id, grains, _calls, stop);
        else if ((await _calls.Repeat(grains.GetScheduler().List)).Ids.Contains(id))
            await LearnedData.Require(
                await _calls.Repeat(grains.GetGrain<ISweepGrain>(id).Status), file.Definition, file.Path, options.DataDirectory, stop);
    }

    private SiloHost BuildSilo() =>
        SiloHost.Build(new(options.StateDirectory, options.DataDirectory, Trainer.Locate().Path, options.Port ?? 0, options.Slots)
        {
            Checkpoints = options.Checkpoints,
            AdoptsCheckpoints = options.AdoptsCheckpoints,
            // What a person must know comes as an exception or as the sweep's trouble, without a stack trace.
            LogLevel = options.Verbose ? LogLevel.Information : LogLevel.Critical,
        });

    /// <summary>Checks that the required data exists before any trial starts.</summary>
    private async Task CheckData()
    {
        // The most that any trial asks of the data: 0 head images are all of them.
        var heads = ValuesOf(nameof(Recipe.HeadImages));
        var (imbalance, head) = (ValuesOf(nameof(Recipe.Imbalance)).MaxBy(Number)!, heads.Contains("0") ? "0" : heads.MaxBy(Number)!);
        foreach (var dataset in ValuesOf(nameof(Recipe.Dataset)).Where(dataset => dataset != DatasetName.Synthetic.Spelled()))
        {
            if (
                await Trainer.Ask(
                    new CheckDataCommand().Words(dataset, imbalance, head, options.DataDirectory),
                    CancellationToken.None) != ExitCode.Complete)
                throw new UserException(
                    $"The sweep {file.Path} cannot train on {dataset}. If the data is in another folder, name it with --data DIR.");
        }

        IReadOnlyList<string> ValuesOf(string property) => _sweep.ValuesOf(RecipeSchema.Of(property).Key);

        static double Number(string value) => double.Parse(value, CultureInfo.InvariantCulture);
    }

    private int Conclude(SweepStatus status, IReadOnlyList<TrialOutcome> outcomes, ResultsFolder results, bool isInterrupted)
    {
        LeaderboardTable.Write(AnsiConsole.Console, _sweep, Leaderboard.Of(_sweep, outcomes.Select(outcome => outcome.Row)));
        foreach (
            var source in outcomes
                .Where(outcome => outcome.Row.ReusedFrom is not null)
                .CountBy(outcome => outcome.Row.ReusedFrom!.Value.Sweep))
            Console.WriteLine($"{source.Value} of {outcomes.Count} trials were not trained again: they reuse results of {source.Key}.");
        Console.WriteLine($"Results: {results.Path}   report: {results.Report}");
        if (!status.IsFinished)
        {
            if (!isInterrupted && status.Trouble is { } trouble)
                throw new UserException(
                    $"Stopped after {trouble.Times} faults in a row: {trouble.Message} "
                    + "Then run the same command again: it resumes from the last checkpoints.");
            if (!isInterrupted && IsWithoutItsData(status)) throw new UserException($"Stopped: {status.Waiting!.Message}.");
            Console.WriteLine("Stopped. Run the same command again to resume without losing a step.");
            return ExitCode.Interrupted;
        }

        foreach (
            var reason in outcomes
                .Where(outcome => outcome.Row.PendingReason is not null)
                .CountBy(outcome => outcome.Row.PendingReason!.Message))
            Console.WriteLine($"{reason.Value} of {outcomes.Count} trials were not trained: {reason.Key}.");
        var failed = outcomes.Count(outcome => outcome.Row.State is TrialState.Failed);
        if (Wording.MissedTarget(_sweep, status) is { } missed) Console.Error.WriteLine(missed);
        if (failed == 0) return ExitCode.Of(_sweep, status);
        Console.Error.WriteLine(
            $"{failed} of {outcomes.Count} trials failed; the reasons are in {Path.Combine(results.Path, "results.csv")}.");
        return ExitCode.FinishedWithFailures;
    }
}
