using System.Globalization;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Search;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Text;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Results;

/// <summary>
/// The table of a sweep's trials: one row for each trial, in the order of the grid. Accuracies are fractions; unknown values are empty.
/// A search that chooses its trials has three columns more: the number of the configuration, the rung of the trial, from 1, and what the
/// choice was based on.
/// Metrics that no trial of the sweep can have, such as those of validation images where none are held out, have no column.
/// </summary>
public static class ResultsCsv
{
    public static void Write(TextWriter writer, SweepDefinition sweep, IEnumerable<TrialOutcome> outcomes)
    {
        var more = FurtherMetrics.Of(sweep);
        writer.WriteRow(Header(sweep, more));
        foreach (var outcome in outcomes.OrderBy(outcome => outcome.Spec.Id.Index)) writer.WriteRow(Row(sweep, more, outcome));
    }

    private static IEnumerable<string> Header(SweepDefinition sweep, IReadOnlyList<FinalMetric> more) =>
    [
        "trial", .. sweep.Axes.Select(axis =>
            axis.Key), "seed", "objective", "state", "attempts", TrainedEpochs(sweep), "top1", "many", "medium", "few",
        "best_top1", "images_per_second", "weights_sha256", "prototypes_sha256", "data", "error",
        .. more.Select(metric => metric.Name),
        .. sweep.Chosen is null ? Array.Empty<string>() : ["configuration", "rung", "chosen_by"],
    ];

    /// <summary>A sweep over the length of the training has a column of that name already.</summary>
    private static string TrainedEpochs(SweepDefinition sweep)
    {
        var epochs = RecipeSchema.Of(nameof(Recipe.Epochs)).Key;
        return sweep.Axes.Any(axis => axis.Key == epochs) ? "trained_epochs" : epochs;
    }

    private static IEnumerable<string?> Row(SweepDefinition sweep, IReadOnlyList<FinalMetric> more, TrialOutcome outcome)
    {
        var (spec, row, history, _) = outcome;
        var result = row.Result;
        var lastEpoch = history is [.., var last] ? last.Epoch : (int?)null;
        return
        [
            spec.Id.Number,
            .. spec.Parameters.Select(parameter => parameter.IsGiven ? parameter.Value : null),
            Csv.Whole(spec.Recipe.Seed),
            Csv.Number(sweep.Metric.Of(result)),
            row.State.Spelled(),
            Csv.Whole(row.Attempts),
            Csv.Whole(result?.Epochs ?? lastEpoch),
            Csv.Number(result?.Accuracy.Top1),
            Csv.Number(result?.Accuracy.Many),
            Csv.Number(result?.Accuracy.Medium),
            Csv.Number(result?.Accuracy.Few),
            Csv.Number(result?.BestTop1),
            result?.ImagesPerSecond.ToString("0.#", CultureInfo.InvariantCulture),
            result?.WeightsSha256,
            result?.PrototypesSha256,
            result?.Data?.Value,
            row.Failure is { } failure ? $"{failure.Kind.Spelled()}: {failure.Message}" : null,
            .. more.Select(metric => Csv.Number(result is null ? null : metric.Of(result))),
            .. sweep.Chosen is { } chosen ? Choice(chosen, spec.Id.Index) : [],
        ];
    }

    private static IEnumerable<string?> Choice(ChosenTrials chosen, int index)
    {
        var draw = chosen.DrawOf(index);
        return [Csv.Whole(draw?.Configuration), Csv.Whole(chosen.PlaceOf(index).Rung + 1), draw?.Basis];
    }
}
