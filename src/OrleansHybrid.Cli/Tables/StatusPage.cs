using System.Globalization;
using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Cli.Output;
using OrleansHybrid.Cli.Watching;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Scheduling;
using OrleansHybrid.Sweeps.Text;
using OrleansHybrid.Sweeps.Trials;
using Spectre.Console;

namespace OrleansHybrid.Cli.Tables;

/// <summary>The answer of <c>hybrid status SWEEP</c>.</summary>
internal static class StatusPage
{
    private const int MostRows = 40;

    public static void Write(
        IAnsiConsole console, SweepDefinition definition, SweepStatus status, IReadOnlyList<TrialRow> rows, string suffix)
    {
        console.MarkupLineInterpolated(
            $"[bold]{status.Sweep}[/]: {status.State}, priority {definition.Share.Priority}, weight {definition.Share.Weight}");
        console.WriteLine($"trials  {status.Trials}: {Counts(status)}");
        if (Leaderboard.Of(definition, rows).Standings is [{ Objective: { } objective } first, ..])
            console.MarkupLineInterpolated($"best    [green]{Best(definition, first, objective)}[/]");
        console.WriteLine("cost    " + Cost(status));
        if (definition.Chosen is { IsReproducible: false })
            console.WriteLine("search  not reproducible: each choice sees the results that are there when a slot is free");
        if (status.Rungs is { Count: > 0 } rungs) RungListing.OfProgress().Write(console, rungs, OutputFormat.Table);
        if (RungTable.Of(definition, rows).Sum(rung => rung.Waiting) is var waiting and > 0)
            console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"rungs   {waiting:N0} {(waiting == 1 ? "waits" : "wait")} at a rung for other results"));
        if (status.Left is { } left) console.WriteLine($"left    about {Wording.Duration(left.Time)}: {Basis(left)}");
        foreach (var data in status.Data ?? []) console.WriteLine($"data    {data.Dataset.Spelled()} {data.Fingerprint.Brief}");
        foreach (var stranger in status.Strangers ?? [])
            console.MarkupLineInterpolated($"[yellow]{stranger}; it gets no trials of this sweep[/]");
        if (status.Trouble is { } trouble) console.MarkupLineInterpolated($"[yellow]trouble: {Complete(trouble.Message)}[/]");
        if (status.Running.Count > 0) WriteRunning(console, definition, status);
        foreach (var reason in rows.Where(row => row.PendingReason is not null).GroupBy(row => row.PendingReason!))
            console.WriteLine(
                $"{Trials(reason.Select(row => row.Index))} {reason.Select(row => row.State.Spelled()).First()}: "
                    + $"{Complete(reason.Key.Message)}");
        foreach (var source in rows.Where(row => row.ReusedFrom is not null).GroupBy(row => row.ReusedFrom!.Value.Sweep))
            console.WriteLine($"{Trials(source.Select(row => row.Index))} not trained: {Reused(source)}");
        foreach (var row in rows.Where(row => row.State is TrialState.Failed).Take(MostRows))
            console.MarkupLineInterpolated($"trial {Number(row.Index)} [red]failed[/]: {Complete(row.Failure?.Message ?? "")}");
        console.WriteLine(Next(status, suffix));

        string Complete(string message) => PlacedHints.Complete(message, suffix);
    }

    /// <summary>The most likely next command.</summary>
    private static string Next(SweepStatus status, string suffix) => status switch
    {
        { Phase: SweepPhase.Deleting } => $"Finish the deletion with: hybrid delete {status.Sweep} --yes{suffix}",
        { Phase: not SweepPhase.Active } => $"Resume with: hybrid resume {status.Sweep}{suffix}",
        _ when status.Count(TrialState.Failed) > 0 => $"Retry the failed trials with: hybrid retry {status.Sweep} --failed{suffix}",
        { IsFinished: true } => $"Write the report with: hybrid report {status.Sweep}{suffix}",
        _ => $"Watch it with: hybrid watch {status.Sweep}{suffix}",
    };

    private static string Counts(SweepStatus sweep) =>
        string.Join(", ", sweep.Counts.OrderBy(count => count.Key).Select(count => $"{count.Value} {count.Key.Spelled()}"));

    private static string Best(SweepDefinition definition, Standing first, Estimate objective) =>
        $"{definition.Metric.Name} {Wording.Spread(objective, FinalMetrics.ByName[definition.Metric.Name].IsAccuracy)} "
        + TestBeside(definition, first)
        + $"({objective.Count} of {definition.Seeds.Count} seeds) with "
            + $"{string.Join(", ", first.Parameters.Select(parameter => $"{parameter.Key}={parameter.Value}"))}";

    /// <summary>The test accuracy of what was chosen by validation images.</summary>
    private static string TestBeside(SweepDefinition definition, Standing first) =>
        FinalMetrics.Of(definition.Metric).Images is MetricImages.Validation
        && first.Metrics.GetValueOrDefault(FinalMetrics.Top1.Name) is { } test
            ? $"and {FinalMetrics.Top1.Name} {Wording.Spread(test, isAccuracy: true)} on the test images "
            : "";

    private static string Cost(SweepStatus status) =>
        $"{Wording.Duration(TimeSpan.FromHours(status.SlotHours))} of slots used, "
            + $"{Wording.Duration(TimeSpan.FromHours(status.SlotHoursLost))} of it lost; "
        + $"{status.Preemptions} preemptions, {status.Restarts} restarts";

    private static string Basis(TimeLeft left) => string.Create(
        CultureInfo.InvariantCulture,
        $"{left.Trials:0.#} trials, {left.AtOnce} at once; estimated from running trials, {left.Trained} completed ones and the cost of "
            + $"settings");

    private static void WriteRunning(IAnsiConsole console, SweepDefinition definition, SweepStatus status)
    {
        var running = new Listing<RunningTrial>(
        [
            new("silo", trial => trial.Silo, Rank: 3) { IsNumber = true },
            new("slot", trial => trial.Slot) { IsNumber = true },
            new("trial", trial => Number(trial.Index)) { IsNumber = true },
            .. definition.Axes.Select((axis, place) =>
                new Column<RunningTrial>(axis.Key, trial => definition.ParametersOf(trial.Index)[place].Value, Rank: 1)),
            new("attempt", trial => trial.Attempt, Rank: 2) { IsNumber = true },
            new("epoch", trial => trial.Progress?.Epoch) { IsNumber = true },
            new("step", trial => trial.Progress is { } progress ? $"{progress.Step}/{progress.Steps}" : null) { IsNumber = true },
            new("top1", trial => trial.Accuracy?.Top1, trial => Wording.Percent(trial.Accuracy?.Top1)) { IsNumber = true },
            .. definition.HasValidation
                ? [
                    new Column<RunningTrial>(
                        "val_top1", trial => trial.Validation?.Top1, trial => Wording.Percent(trial.Validation?.Top1)) { IsNumber = true },
                ]
                : Array.Empty<Column<RunningTrial>>(),
        ]);
        running.Write(console, [.. status.Running.Take(MostRows)], OutputFormat.Table);
        if (status.Running.Count > MostRows) console.WriteLine($"… and {status.Running.Count - MostRows} more running");
    }

    private static string Reused(IGrouping<string, TrialRow> source)
    {
        var trials = source.Take(4).Select(row => Number(row.ReusedFrom!.Value.Index)).ToList();
        return $"reused from {source.Key}/{string.Join(", ", trials)}{(source.Count() > trials.Count ? ", …" : "")}";
    }

    /// <summary>Lists a few trials by number, and gives the count of many.</summary>
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
}
