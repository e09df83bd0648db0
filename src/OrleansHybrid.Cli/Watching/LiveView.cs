using System.Globalization;
using OrleansHybrid.Cli.Output;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Trials;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace OrleansHybrid.Cli.Watching;

/// <summary>A table on the terminal, redrawn in place: running trials, their progress, and results so far.</summary>
internal sealed class LiveView(IAnsiConsole console, SweepDefinition definition, string? footer) : ISweepView
{
    private const int BestTrials = 8, Warnings = 3;

    // Lines that are there whatever runs: heading, footer, the tables' own.
    private const int OtherLines = 14;

    private int BarWidth => console.Profile.Width < 120 ? 10 : 24;

    private int MostRunning => Math.Max(4, console.Profile.Height - OtherLines - BestTrials);

    public Task Show(IAsyncEnumerable<Snapshot> snapshots) =>
        console.Live(Text.Empty).Overflow(VerticalOverflow.Ellipsis).StartAsync(async live =>
        {
            await foreach (var snapshot in snapshots) live.UpdateTarget(Draw(snapshot));
        });

    public IRenderable Draw(Snapshot snapshot)
    {
        List<IRenderable> parts = [Heading(snapshot)];
        if (snapshot.Status.Trouble is { } trouble) parts.Add(new Markup($"[yellow]trouble: {trouble.Message.EscapeMarkup()}[/]"));
        if (snapshot.Status.Running.Count > 0) parts.AddRange(Running(snapshot.Status));
        foreach (var trial in snapshot.Status.Running.Where(trial => trial.Warning is not null).Take(Warnings))
            parts.Add(new Markup($"[yellow]trial {trial.Index:D4} warns: {trial.Warning!.EscapeMarkup()}[/]"));
        if (snapshot.Status.Counts.Any(count => count.Key.IsFinal())) parts.AddRange(Finished(snapshot.Rows));
        if (footer is not null) parts.Add(new Markup($"[grey]{footer.EscapeMarkup()}[/]"));
        return new Rows(parts);
    }

    private Markup Heading(Snapshot snapshot)
    {
        var status = snapshot.Status;
        var done = Snapshot.DoneFraction(status);
        var best = status.Best is { } trial
            ? $"   best {definition.Metric.Name} [green]{Wording.Objective(definition, trial.Objective)}[/] (trial {trial.Index:D4})"
            : "";
        return new(
            $"[bold]{definition.Name.EscapeMarkup()}[/]  {Bar(done)} {Wording.Percent(done)}   elapsed {Wording.Duration(snapshot.Elapsed)}"
            + "   left "
                + $"{Wording.Duration(snapshot.Remaining)}{best}\n"
                + $"[grey]{Wording.Summary(snapshot with { Remaining = null }).EscapeMarkup()}[/]");
    }

    private IEnumerable<IRenderable> Running(SweepStatus status)
    {
        var shown = status.Running
            .OrderBy(trial => trial.Silo, StringComparer.Ordinal)
                .ThenBy(trial => trial.Slot.Length)
                .ThenBy(trial => trial.Slot, StringComparer.Ordinal)
            .Take(MostRunning)
            .Select(trial => (Trial: trial, Spec: definition.Trial(trial.Index)))
            .ToList();
        var isOneSilo = status.Running.DistinctBy(trial => trial.Silo).Count() == 1;

        FittedColumn Column(string name, int rank, bool isNumber, Func<RunningTrial, TrialSpec, string> cell) =>
            new(name, rank, isNumber, [.. shown.Select(row => cell(row.Trial, row.Spec))]);

        List<FittedColumn> columns =
        [
            Column("slot", 0, true, (trial, _) => (isOneSilo ? trial.Slot : $"{trial.Silo}/{trial.Slot}").EscapeMarkup()),
            Column("trial", 0, true, (trial, spec) => spec.Id.Number + (trial.Attempt > 1 ? $" [yellow]#{trial.Attempt}[/]" : "")),
            .. definition.Axes.Select((axis, place) => Column(axis.Key, 3, true, (_, spec) => spec.Parameters[place].Value.EscapeMarkup())),
            Column("epoch", 0, true, (trial, spec) => trial.Progress is { } progress ? $"{progress.Epoch}/{spec.Recipe.Epochs}" : "-"),
            Column(
                "progress",
                1,
                true,
                (trial, _) =>
                    trial.Progress is { Steps: > 0 } progress ? Bar((double)progress.Step / progress.Steps) : "[grey]starting[/]"),
            Column("loss", 4, true, (trial, _) => Number(trial.Progress?.TrainLoss, "F3")),
            Column("α", 5, true, (trial, _) => Number(trial.Progress?.Alpha, "F2")),
            Column("lr", 5, true, (trial, _) => Number(trial.Progress?.LearningRate, "G3")),
            Column("img/s", 2, true, (trial, _) => Number(trial.Progress?.ImagesPerSecond, "F0")),
            Column("top1", 0, true, (trial, _) => Wording.Percent(trial.Accuracy?.Top1)),
            .. definition.HasValidation
                ? [Column("val_top1", 0, true, (trial, _) => Wording.Percent(trial.Validation?.Top1))]
                : Array.Empty<FittedColumn>(),
        ];
        yield return FittedTable.Of(columns, console.Profile.Width).Table;
        if (status.Running.Count > shown.Count)
            yield return new Markup($"[grey]… and {status.Running.Count - shown.Count} more running[/]");
    }

    private IEnumerable<IRenderable> Finished(IReadOnlyList<TrialRow> rows)
    {
        var completed = rows.Where(row => row.Result is not null).Select(row => (Row: row, Objective: definition.Metric.Of(row.Result)));
        var best = completed.OrderByDescending(trial => definition.RungOf(trial.Row.Index))
            .ThenBy(trial => trial.Objective, definition.Metric.Order());
        var shown = best.Take(BestTrials).Select(trial => (trial.Row, trial.Objective, Spec: definition.Trial(trial.Row.Index))).ToList();
        if (shown.Count > 0)
        {
            FittedColumn Column(string name, int rank, Func<TrialRow, TrialSpec, string> cell) =>
                new(name, rank, true, [.. shown.Select(trial => cell(trial.Row, trial.Spec))]);

            List<FittedColumn> columns =
            [
                Column("best", 0, (_, spec) => spec.Id.Number),
                .. definition.Axes.Select((axis, place) => Column(axis.Key, 2, (_, spec) => spec.Parameters[place].Value.EscapeMarkup())),
                Column("seed", 1, (_, spec) => spec.Recipe.Seed.ToString(CultureInfo.InvariantCulture)),
                Column(
                    definition.Metric.Name, 0, (row, _) => $"[green]{Wording.Objective(definition, definition.Metric.Of(row.Result))}[/]"),
                .. FinalMetrics.Of(definition.Metric).Images is MetricImages.Validation
                    ? [Column("top1", 0, (row, _) => Wording.Percent(row.Result!.Accuracy.Top1))]
                    : Array.Empty<FittedColumn>(),
                Column("many", 3, (row, _) => Wording.Percent(row.Result!.Accuracy.Many)),
                Column("medium", 3, (row, _) => Wording.Percent(row.Result!.Accuracy.Medium)),
                Column("few", 3, (row, _) => Wording.Percent(row.Result!.Accuracy.Few)),
                Column("restarts", 4, (row, _) => Math.Max(0, row.Attempts - 1).ToString(CultureInfo.InvariantCulture)),
            ];
            yield return FittedTable.Of(columns, console.Profile.Width).Table;
        }

        foreach (var row in rows.Where(row => row.State == TrialState.Failed).Take(BestTrials))
            yield return new Markup(
                $"{definition.Trial(row.Index).Id.Number} [red]failed[/] {Wording.Short(row.Failure?.Message ?? "").EscapeMarkup()}");
    }

    private string Bar(double fraction)
    {
        var filled = (int)Math.Round(Math.Clamp(fraction, 0, 1) * BarWidth);
        return $"[blue]{new string('━', filled)}[/][grey]{new string('─', BarWidth - filled)}[/]";
    }

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";
}
