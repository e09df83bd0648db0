using System.Globalization;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Search;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cli.Watching;

/// <summary>Texts of figures and trials, common to all views.</summary>
internal static class Wording
{
    private const int CellLength = 100;

    public static string Parameters(TrialSpec spec) =>
        string.Join(", ", [.. spec.Parameters.Select(parameter => $"{parameter.Key}={parameter.Value}"), $"seed={spec.Recipe.Seed}"]);

    /// <summary>The choice of a search for a trial.</summary>
    public static string Choice(TrialDraw draw) => draw switch
    {
        { IsTrained: false } => $"not trained: {draw.Basis}",
        { After: { } after } => $"configuration {draw.Configuration}, {draw.Basis}, by trial {new TrialId("", after).Number}",
        _ => $"configuration {draw.Configuration}, {draw.Basis}",
    };

    public static string Percent(double? fraction) =>
        fraction is { } value ? string.Create(CultureInfo.InvariantCulture, $"{100 * value:F1}%") : "-";

    /// <summary>An objective in its unit: accuracies as percent, losses unchanged.</summary>
    public static string Objective(SweepDefinition definition, double? value) => value switch
    {
        null => "-",
        _ when FinalMetrics.ByName[definition.Metric.Name].IsAccuracy => Percent(value),
        _ => value.Value.ToString("G4", CultureInfo.InvariantCulture),
    };

    /// <summary>Mean ± standard deviation over seeds; only the mean for a single seed.</summary>
    public static string Spread(Estimate? estimate, bool isAccuracy)
    {
        if (estimate is null) return "-";
        var mean = isAccuracy ? Percent(estimate.Mean) : estimate.Mean.ToString("G4", CultureInfo.InvariantCulture);
        if (estimate.Std is not { } std) return mean;
        return mean + " ± "
            + (isAccuracy ? (100 * std).ToString("F1", CultureInfo.InvariantCulture) : std.ToString("G2", CultureInfo.InvariantCulture));
    }

    public static string Outcome(SweepDefinition definition, TrialResult result)
    {
        var objective = definition.Metric.Of(result);
        var accuracy = result.Accuracy;
        var test = FinalMetrics.Of(definition.Metric).Images is MetricImages.Validation ? $"top1 {Percent(accuracy.Top1)}, " : "";
        return $"{definition.Metric.Name} {Objective(definition, objective)} "
            + $"({test}many {Percent(accuracy.Many)}, medium {Percent(accuracy.Medium)}, few {Percent(accuracy.Few)})";
    }

    /// <summary>The message of a sweep that has ended without reaching its target; null if it has no target, or reached it.</summary>
    public static string? MissedTarget(SweepDefinition definition, SweepStatus status) => definition.IsReachedBy(status.Best?.Objective)
        ? null
        : $"The target was missed: {definition.Metric.Name} {Objective(definition, definition.Target)}; "
            + $"the best trial has {Objective(definition, status.Best?.Objective)}.";

    /// <summary>The beginning of a message, as long as a cell permits; the results contain the whole.</summary>
    public static string Short(string message) => message.Length <= CellLength ? message : message[..CellLength] + "…";

    public static string Duration(TimeSpan? duration) => duration switch
    {
        null => "-",
        { TotalHours: >= 1 } long_ => string.Create(CultureInfo.InvariantCulture, $"{(int)long_.TotalHours}h {long_.Minutes:D2}m"),
        { } short_ => string.Create(CultureInfo.InvariantCulture, $"{(int)short_.TotalMinutes}m {short_.Seconds:D2}s"),
    };

    public static string Summary(Snapshot snapshot)
    {
        var status = snapshot.Status;
        var counts = string.Join(", ", Enum.GetValues<TrialState>().Where(state => status.Count(state) > 0)
            .Select(state => $"{status.Count(state)} {state.ToString().ToLowerInvariant()}"));
        var restarts = status.Restarts > 0 ? $", {status.Restarts} restarts" : "";
        var remaining = snapshot.Remaining is { } left && !status.IsFinished ? $", about {Duration(left)} left" : "";
        var waiting = status.Waiting is { } reason ? $"; nothing trains: {reason.Message}" : "";
        return $"{status.Trials} trials: {counts}{restarts}{remaining}{Rungs(status)}{waiting}";
    }

    /// <summary>How many trials of each rung have ended; empty in a sweep without rungs.</summary>
    private static string Rungs(SweepStatus status) => status.Rungs is not { Count: > 0 } rungs ? "" : "; rungs: " + string.Join(
        ", ", rungs.Select(rung => $"{rung.Completed + rung.Failed + rung.Pruned} of {rung.Trials} at {Epochs(rung.Epochs)}"));

    public static string Epochs(int epochs) => epochs == 1 ? "1 epoch" : string.Create(CultureInfo.InvariantCulture, $"{epochs} epochs");
}
