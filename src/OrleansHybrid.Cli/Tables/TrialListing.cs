using OrleansHybrid.Cli.Output;
using OrleansHybrid.Cli.Watching;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Text;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cli.Tables;

/// <summary>A sweep's trials as a table: settings, results and cost.</summary>
internal static class TrialListing
{
    public static Listing<TrialRow> Of(SweepDefinition definition) => new(Columns(definition));

    public static IReadOnlyList<Column<TrialRow>> Columns(SweepDefinition definition)
    {
        Column<TrialRow> Accuracy(string name, int rank) => new(
            name,
            row => row.Result is { } result ? FinalMetrics.ByName[name].Of(result) : null,
            row => Wording.Percent(row.Result is { } result ? FinalMetrics.ByName[name].Of(result) : null),
            rank)
        { IsNumber = true };

        return
        [
            new("trial", row => definition.Trial(row.Index).Id.Number) { IsNumber = true },
            new("state", row => row.State.Spelled()) { IsNumber = true },
            .. definition.Axes.Select((axis, place) =>
                new Column<TrialRow>(axis.Key, row => definition.ParametersOf(row.Index)[place].Value, Rank: 1)),
            new("seed", row => definition.RecipeOf(row.Index).Seed, Rank: 2) { IsNumber = true },
            Accuracy("top1", 0),
            Accuracy("many", 3), Accuracy("medium", 3), Accuracy("few", 3),
            Accuracy("best_top1", 5),
            .. FurtherMetrics.Of(definition).Select(metric => Accuracy(metric.Name, metric.Name == definition.Metric.Name ? 0 : 4)),
            new(
                "train_loss",
                row => row.Result?.TrainLoss,
                row => row.Result?.TrainLoss.ToString("G4", System.Globalization.CultureInfo.InvariantCulture),
                5) { IsNumber = true },
            new("attempts", row => row.Attempts, Rank: 4) { IsNumber = true },
            new("preemptions", row => row.Preemptions, Rank: 4) { IsNumber = true },
            new("data", row => row.Result?.Data?.Value, row => row.Result?.Data?.Brief, Rank: 6),
            new("reused_from", row => row.ReusedFrom?.ToString(), Rank: 6),
            new("reason", Reason, row => Wording.Short(Reason(row) ?? "")),
        ];
    }

    /// <summary>The reason why it has no result, or failed.</summary>
    private static string? Reason(TrialRow row) => row.PendingReason?.Message ?? row.Failure?.Message;
}
