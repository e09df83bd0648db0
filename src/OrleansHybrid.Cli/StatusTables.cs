using System.Globalization;
using OrleansHybrid.Cli.Watching;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Scheduling;
using OrleansHybrid.Sweeps.Trials;
using Spectre.Console;

namespace OrleansHybrid.Cli;

/// <summary>What <c>hybrid status</c> shows.</summary>
internal static class StatusTables
{
    private const int MostRows = 40;

    public static void WriteAll(IAnsiConsole console, IReadOnlyList<SweepStatus> sweeps, string suffix)
    {
        if (sweeps.Count == 0)
        {
            console.WriteLine($"No sweep was submitted yet. Submit one with: hybrid submit FILE{suffix}");
            return;
        }

        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("sweep", "state", "trials", "running", "best", "waits because");
        foreach (var sweep in sweeps)
            table.AddRow(
                sweep.Sweep.EscapeMarkup(),
                State(sweep),
                Counts(sweep),
                Text(sweep.Running.Count),
                sweep.Best is { } best ? best.Objective.ToString("G4", CultureInfo.InvariantCulture) : "-",
                Wording.Short((sweep.Trouble?.Message ?? sweep.Waiting?.Message) ?? "").EscapeMarkup());
        console.Write(table);
        console.WriteLine($"One of them with: hybrid status SWEEP{suffix}");
    }

    public static void WriteOne(IAnsiConsole console, SweepDefinition definition, SweepStatus status, IReadOnlyList<TrialRow> rows, string suffix)
    {
        console.MarkupLineInterpolated($"[bold]{status.Sweep}[/]: {State(status)}, priority {definition.Share.Priority}, weight {definition.Share.Weight}");
        var best = status.Best is { } trial ? $"; best {definition.Metric.Name} {Wording.Objective(definition, trial.Objective)} (trial {Number(trial.Index)})" : "";
        console.WriteLine($"{status.Trials} trials: {Counts(status)}{best}; {Hours(status.SlotHours)} slot hours used, {Hours(status.SlotHoursLost)} of them lost");
        if (status.Trouble is { } trouble) console.MarkupLineInterpolated($"[yellow]trouble: {trouble.Message}[/]");
        if (status.Running.Count > 0) console.Write(Running(definition, status));
        foreach (var reason in rows.Where(row => row.PendingReason is not null).GroupBy(row => row.PendingReason!))
            console.WriteLine($"{Trials(reason.Select(row => row.Index))} {reason.Select(row => row.State.Spelled()).First()}: {reason.Key.Message}");
        foreach (var source in rows.Where(row => row.ReusedFrom is not null).GroupBy(row => row.ReusedFrom!.Value.Sweep))
            console.WriteLine($"{Trials(source.Select(row => row.Index))} not trained: {Reused(source)}");
        foreach (var row in rows.Where(row => row.State is TrialState.Failed).Take(MostRows))
            console.MarkupLineInterpolated($"trial {Number(row.Index)} [red]failed[/]: {row.Failure?.Message}");
        console.WriteLine(Next(status, suffix));
    }

    /// <summary>The command that most people want after this.</summary>
    private static string Next(SweepStatus status, string suffix) => status switch
    {
        { Phase: not SweepPhase.Active } => $"Let it go on with: hybrid resume {status.Sweep}{suffix}",
        _ when status.Count(TrialState.Failed) > 0 => $"Try the failed trials again with: hybrid retry {status.Sweep} --failed{suffix}",
        { IsFinished: true } => $"Add trials with: hybrid extend {status.Sweep} FILE{suffix}",
        _ => $"Pause it with: hybrid pause {status.Sweep}{suffix}",
    };

    private static string State(SweepStatus sweep) =>
        sweep.Phase is not SweepPhase.Active ? sweep.Phase.Spelled()
        : sweep.IsFinished ? "finished"
        : sweep.Running.Count > 0 ? "running"
        : "waiting";

    private static string Counts(SweepStatus sweep) => string.Join(", ", sweep.Counts.OrderBy(count => count.Key).Select(count => $"{count.Value} {count.Key.Spelled()}"));

    private static Table Running(SweepDefinition definition, SweepStatus status)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns(["slot", "trial", .. definition.Axes.Select(axis => axis.Key), "attempt", "epoch", "step", "top1"]);
        foreach (var trial in status.Running.Take(MostRows))
            table.AddRow([
                trial.Slot.EscapeMarkup(), Number(trial.Index),
                .. definition.ParametersOf(trial.Index).Select(parameter => parameter.Value.EscapeMarkup()),
                Text(trial.Attempt), Text(trial.Progress?.Epoch), trial.Progress is { } progress ? $"{progress.Step}/{progress.Steps}" : "-",
                Wording.Percent(trial.Accuracy?.Top1),
            ]);
        return table;
    }

    private static string Reused(IGrouping<string, TrialRow> source)
    {
        var trials = source.Take(4).Select(row => Number(row.ReusedFrom!.Value.Index)).ToList();
        return $"reused from {source.Key}/{string.Join(", ", trials)}{(source.Count() > trials.Count ? ", …" : "")}";
    }

    /// <summary>Names a few trials, and counts many.</summary>
    private static string Trials(IEnumerable<int> indices)
    {
        var all = indices.ToList();
        return all.Count switch
        {
            1 => $"trial {Number(all[0])}",
            <= 8 => $"trials {string.Join(", ", all.Select(Number))}",
            _ => $"{all.Count} trials from {Number(all[0])} on",
        };
    }

    private static string Number(int index) => new TrialId("", index).Number;

    private static string Hours(double hours) => hours.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Text(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "-";
}
