using System.CommandLine;
using System.Globalization;
using OrleansHybrid.Cli.Access;
using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Cli.Options;
using OrleansHybrid.Cli.Output;
using OrleansHybrid.Cli.Watching;
using OrleansHybrid.Cluster.Reading;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Text;
using OrleansHybrid.Sweeps.Trials;
using Spectre.Console;

namespace OrleansHybrid.Cli.Commands;

/// <summary>The commands about one trial.</summary>
internal static class TrialCommand
{
    private const int RowsShown = 12;

    private static readonly Listing<AttemptRecord> Attempts = new(
        new("attempt", attempt => attempt.Attempt) { IsNumber = true },
        new("slot", attempt => attempt.Slot) { IsNumber = true },
        new(
            "began",
            attempt => attempt.Began,
            attempt => attempt.Began.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture))
        { IsNumber = true },
        new("seconds", attempt => attempt.Seconds, attempt => Wording.Duration(TimeSpan.FromSeconds(attempt.Seconds))) { IsNumber = true },
        new("end", attempt => attempt.End.Spelled()),
        new(
            "lost_seconds",
            attempt => attempt.LostSeconds,
            attempt => Wording.Duration(TimeSpan.FromSeconds(attempt.LostSeconds)))
        { IsNumber = true });

    private static Listing<EpochMetrics> Epochs(IReadOnlyList<EpochMetrics> history) => new(
    [
        new("epoch", epoch => epoch.Epoch) { IsNumber = true },
        new("loss", epoch => epoch.TrainLoss) { IsNumber = true },
        new("top1", epoch => epoch.Accuracy?.Top1, epoch => Wording.Percent(epoch.Accuracy?.Top1)) { IsNumber = true },
        new("many", epoch => epoch.Accuracy?.Many, epoch => Wording.Percent(epoch.Accuracy?.Many), 1) { IsNumber = true },
        new("medium", epoch => epoch.Accuracy?.Medium, epoch => Wording.Percent(epoch.Accuracy?.Medium), 1) { IsNumber = true },
        new("few", epoch => epoch.Accuracy?.Few, epoch => Wording.Percent(epoch.Accuracy?.Few), 1) { IsNumber = true },
        .. FurtherMetrics.Of(history).Select(metric =>
            new Column<EpochMetrics>(metric.Name, epoch => metric.At(epoch), epoch => Wording.Percent(metric.At(epoch)), 1)
            {
                IsNumber = true,
            }),
    ]);

    public static Command Create() => new("trial", "Show or control one trial (SWEEP/TRIAL).")
    {
        CreateShow(),
        LogsCommand.Create(),
        VerbCommand.CreateOfTrial(Verb.Pause, "pause", "Let it write a checkpoint and free its slots."),
        VerbCommand.CreateOfTrial(Verb.Resume, "resume", "Resume a paused trial."),
        VerbCommand.CreateOfTrial(Verb.Cancel, "kill", "End it now; its last checkpoint stays."),
        VerbCommand.CreateOfTrial(Verb.Interrupt, "interrupt", "Take it off its slot: a rehearsal of preemption."),
    };

    private static Command CreateShow()
    {
        var target = SweepTarget.TrialArgument();
        var command = new Command("show", "Show a trial's settings, epochs and checkpoints, and why it waits or failed.") { target };
        var (choice, output) = (new ClusterChoice(command), OutputOption.AddTo(command));
        command.SetAction(async (arguments, stop) =>
        {
            var meant = SweepTarget.ParseTrial(arguments.GetRequiredValue(target));
            await using var cluster = await choice.Open(arguments, stop);
            var sweep = await cluster.Sweep(meant.Sweep);
            var (definition, row) = (await sweep.Definition(), await sweep.Row(meant.Trial!.Value));
            var facts = new TrialFacts(
                await sweep.Ask(row.Index, trial => trial.History()), await sweep
                    .Ask(row.Index, trial => trial.Attempts()), await sweep
                    .Ask(row.Index, trial => trial.Checkpoints()), await DataOf(sweep, row));
            var format = arguments.GetValue(output);
            if (format is OutputFormat.Table or OutputFormat.Plain)
                Write(AnsiConsole.Console, definition, row, facts, choice.Suffix(arguments));
            else
                Document.Write(
                    Console.Out,
                    new
                    {
                        Trial = row,
                        definition.Trial(row.Index).Recipe,
                        definition.Trial(row.Index).ContentHash,
                        facts.Data,
                        facts.Epochs,
                        facts.Attempts,
                        facts.Checkpoints
                    },
                    format);
            return ExitCode.Complete;
        });
        return command;
    }

    /// <summary>The data of a trial's result, or the data that it has used so far.</summary>
    private static async Task<DataFingerprint?> DataOf(SweepHandle sweep, TrialRow row) =>
        row.Result is { } result ? result.Data : await sweep.Ask(row.Index, trial => trial.Data());

    private static void Write(IAnsiConsole console, SweepDefinition definition, TrialRow row, TrialFacts facts, string suffix)
    {
        var spec = definition.Trial(row.Index);
        console.MarkupLineInterpolated(
            $"[bold]{spec.Id}[/]: {row.State.Spelled()}, {row.Attempts} attempts, {row.Preemptions} preemptions");
        console.WriteLine(Wording.Parameters(spec));
        if (row.Draw is { } draw) console.WriteLine(Wording.Choice(draw));
        if (row.Result is { } result) console.MarkupLineInterpolated($"[green]{Wording.Outcome(definition, result)}[/]");
        if (row.Attempts > 0 || row.Result is not null)
            console.WriteLine(
                $"learned from {spec.Recipe.Dataset.Spelled()}: "
                    + $"{facts.Data?.Value ?? "not recorded by the earlier version that trained it"}");
        if (row.ReusedFrom is { } source)
            console.WriteLine(
                $"not trained: it reuses the result of {source}, which has equal settings and data; "
                    + "its bits are those of a training with the same hardware and libraries");
        if (row.Result?.Numerics is { } numerics) console.WriteLine($"computed with {numerics}");
        if (row.Result?.EarlierNumerics is { } earlier)
            console.WriteLine($"and before that with {earlier}: an undisturbed training may differ from it in its last bits");
        if (row.PendingReason is { } reason) console.WriteLine($"waits: {PlacedHints.Complete(reason.Message, suffix)}");
        if (row.Failure is { } failure)
            console.MarkupLineInterpolated($"[red]failed[/] ({failure.Kind.Spelled()}): {PlacedHints.Complete(failure.Message, suffix)}");
        if (facts.Attempts.Count > 0) Attempts.Write(console, [.. facts.Attempts.TakeLast(RowsShown)], OutputFormat.Table);
        if (facts.Epochs.Count > 0) Epochs(facts.Epochs).Write(console, [.. facts.Epochs.TakeLast(RowsShown)], OutputFormat.Table);
        if (Math.Max(facts.Epochs.Count, facts.Attempts.Count) > RowsShown)
            console.WriteLine($"{facts.Epochs.Count} epochs and {facts.Attempts.Count} attempts in all; the others with -o json.");
        foreach (var checkpoint in facts.Checkpoints)
            console.WriteLine(
                $"checkpoint {checkpoint.Name}: epoch {checkpoint.Epoch}, step {checkpoint.Step}, {ByteSizes.Write(checkpoint.Bytes)}");
        console.WriteLine($"See its log with: hybrid logs {spec.Id}{suffix}");
    }

    private sealed record TrialFacts(
        IReadOnlyList<EpochMetrics> Epochs, IReadOnlyList<AttemptRecord> Attempts, CheckpointRef[] Checkpoints, DataFingerprint? Data);
}
