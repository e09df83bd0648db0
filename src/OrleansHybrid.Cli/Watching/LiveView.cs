using System.Globalization;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Trials;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace OrleansHybrid.Cli.Watching;

/// <summary>A table on the terminal, redrawn in place: what runs, how far, what came out so far.</summary>
internal sealed class LiveView(IAnsiConsole console, SweepDefinition definition, string? footer) : ISweepView
{
    private const int BarWidth = 24, BestTrials = 8;

    public Task Show(IAsyncEnumerable<Snapshot> snapshots) =>
        console.Live(Text.Empty).Overflow(VerticalOverflow.Ellipsis).StartAsync(async live =>
        {
            await foreach (var snapshot in snapshots) live.UpdateTarget(Draw(snapshot));
        });

    public IRenderable Draw(Snapshot snapshot)
    {
        List<IRenderable> parts = [Heading(snapshot)];
        if (snapshot.Status.Trouble is { } trouble) parts.Add(new Markup($"[yellow]trouble: {trouble.Message.EscapeMarkup()}[/]"));
        if (snapshot.Status.Running.Count > 0) parts.Add(Running(snapshot.Status));
        foreach (var trial in snapshot.Status.Running.Where(trial => trial.Warning is not null))
            parts.Add(new Markup($"[yellow]trial {trial.Index:D4} warns: {trial.Warning!.EscapeMarkup()}[/]"));
        if (snapshot.Rows.Any(row => row.State.IsFinal())) parts.Add(Finished(snapshot.Rows));
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
            + $"   left {Wording.Duration(snapshot.Remaining)}{best}\n[grey]{Wording.Summary(snapshot with { Remaining = null }).EscapeMarkup()}[/]");
    }

    private Table Running(SweepStatus status)
    {
        var axes = definition.Axes.Select(axis => axis.Key);
        var table = NewTable(["slot", "trial", .. axes, "epoch", "progress", "loss", "α", "lr", "img/s", "top1"]);
        foreach (var trial in status.Running.OrderBy(trial => trial.Slot, StringComparer.Ordinal))
        {
            var spec = definition.Trial(trial.Index);
            var progress = trial.Progress;
            table.AddRow([
                trial.Slot.EscapeMarkup(),
                spec.Id.Number + (trial.Attempt > 1 ? $" [yellow]#{trial.Attempt}[/]" : ""),
                .. spec.Parameters.Select(parameter => parameter.Value.EscapeMarkup()),
                progress is null ? "-" : $"{progress.Epoch}/{spec.Recipe.Epochs}",
                progress is { Steps: > 0 } ? Bar((double)progress.Step / progress.Steps) : "[grey]starting[/]",
                Number(progress?.TrainLoss, "F3"),
                Number(progress?.Alpha, "F2"),
                Number(progress?.LearningRate, "G3"),
                Number(progress?.ImagesPerSecond, "F0"),
                Wording.Percent(trial.Accuracy?.Top1),
            ]);
        }

        return table;
    }

    private Table Finished(IReadOnlyList<TrialRow> rows)
    {
        var axes = definition.Axes.Select(axis => axis.Key);
        var table = NewTable(["best", .. axes, "seed", definition.Metric.Name, "many", "medium", "few", "restarts"]);
        var completed = rows.Where(row => row.Result is not null).Select(row => (Row: row, Objective: definition.Metric.Of(row.Result)));
        var best = definition.Metric.Goal == Goal.Maximize
            ? completed.OrderByDescending(trial => trial.Objective ?? double.NegativeInfinity)
            : completed.OrderBy(trial => trial.Objective ?? double.PositiveInfinity);
        foreach (var (row, objective) in best.Take(BestTrials))
        {
            var spec = definition.Trial(row.Index);
            var accuracy = row.Result!.Accuracy;
            table.AddRow([
                spec.Id.Number,
                .. spec.Parameters.Select(parameter => parameter.Value.EscapeMarkup()),
                spec.Recipe.Seed.ToString(CultureInfo.InvariantCulture),
                $"[green]{Wording.Objective(definition, objective)}[/]",
                Wording.Percent(accuracy.Many), Wording.Percent(accuracy.Medium), Wording.Percent(accuracy.Few),
                Math.Max(0, row.Attempts - 1).ToString(CultureInfo.InvariantCulture),
            ]);
        }

        foreach (var row in rows.Where(row => row.State == TrialState.Failed).Take(BestTrials))
        {
            var why = Wording.Short(row.Failure?.Message ?? "").EscapeMarkup();
            table.AddRow(new Text(definition.Trial(row.Index).Id.Number), new Markup($"[red]failed[/] {why}"));
        }

        return table;
    }

    private static Table NewTable(IEnumerable<string> columns)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var column in columns) table.AddColumn(new TableColumn($"[grey]{column.EscapeMarkup()}[/]") { NoWrap = true });
        return table;
    }

    private static string Bar(double fraction)
    {
        var filled = (int)Math.Round(Math.Clamp(fraction, 0, 1) * BarWidth);
        return $"[blue]{new string('━', filled)}[/][grey]{new string('─', BarWidth - filled)}[/]";
    }

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";
}
