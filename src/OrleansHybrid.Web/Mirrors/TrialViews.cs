using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Trials;
using OrleansHybrid.Web.Answers;

namespace OrleansHybrid.Web.Mirrors;

/// <summary>Rows as the API tells of them.</summary>
internal static class TrialViews
{
    public static TrialView View(this SweepDefinition sweep, TrialRow row) => new()
    {
        Index = row.Index,
        Values = [.. sweep.ParametersOf(row.Index).Select(parameter => parameter.Value)],
        Seed = sweep.RecipeOf(row.Index).Seed,
        State = row.State,
        Objective = sweep.Metric.Of(row.Result),
        Attempts = row.Attempts,
        Preemptions = row.Preemptions,
        Seconds = Math.Round(row.Seconds, 3),
        LostSeconds = Math.Round(row.LostSeconds, 3),
        ImagesPerSecond = row.Result?.ImagesPerSecond,
        WeightsSha256 = row.Result?.WeightsSha256,
        Failure = row.Failure?.Message,
        Reason = row.PendingReason,
        ReusedFrom = row.ReusedFrom?.ToString(),
        Rung = sweep.Chosen is { Rungs.Count: > 0 } chosen ? chosen.PlaceOf(row.Index).Epochs : null,
        Basis = row.Draw?.Basis,
    };

    public static IReadOnlyList<AxisAnswer> AxesOf(this SweepDefinition sweep) =>
        [.. sweep.Axes.Select(axis => new AxisAnswer(axis.Key, IsScale: axis.Values.Count == 0, [.. axis.Values]))];
}
