using System.Text.Json.Serialization;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Search;
using OrleansHybrid.Sweeps.Search.Halving;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Results;

/// <summary>What came of the trials at each rung of a search, and how well a rung foretells the end.</summary>
public static class RungTable
{
    /// <returns>A row for each rung, the lowest first; none for a search without rungs.</returns>
    public static IReadOnlyList<RungRow> Of(SweepDefinition sweep, IEnumerable<TrialRow> rows)
    {
        ArgumentNullException.ThrowIfNull(sweep);
        if (sweep.Chosen is not { Rungs.Count: > 0 } chosen) return [];
        var byTrial = rows.Where(row => row.State.IsFinal()).ToDictionary(row => row.Index);
        return Of(chosen, trial => byTrial.TryGetValue(trial, out var row) ? ValueOf(sweep, row) : null);
    }

    /// <summary>What the search compares; NaN for a trial without a result.</summary>
    internal static double ValueOf(SweepDefinition sweep, TrialRow row) => row.State is TrialState.Completed
        ? sweep.MetricOf(row.Index).Of(row.Result) ?? double.NaN
        : double.NaN;

    /// <param name="results">
    /// The final result of a trial; NaN for one that failed or was not trained; null while it is not final.
    /// </param>
    /// <returns>A row for each rung, the lowest first; none for a search without rungs.</returns>
    public static IReadOnlyList<RungRow> Of(ChosenTrials chosen, Func<int, double?> results)
    {
        ArgumentNullException.ThrowIfNull(chosen);
        ArgumentNullException.ThrowIfNull(results);
        if (chosen.Rungs.Count == 0) return [];
        var standings = chosen.Decide(results);
        var draws = Enumerable.Range(0, chosen.Count).Select(chosen.DrawOf).ToList();
        var promoted = draws.Index().Where(draw => !chosen.IsControl(draw.Index))
            .Select(draw => draw.Item?.After).OfType<int>().ToHashSet();
        var trials = (from index in Enumerable.Range(0, chosen.Count)
                      let place = chosen.PlaceOf(index)
                      select (
                          Index: index,
                          Epochs: place.Epochs!.Value,
                          draws[index]?.Configuration,
                          Result: results(index),
                          place.IsControl)).ToList();
        var means = trials.Where(trial => trial.Configuration is not null && trial.Result is { } value && double.IsFinite(value))
            .GroupBy(trial => (trial.Epochs, Configuration: trial.Configuration!.Value))
            .ToDictionary(group => group.Key, group => group.Average(trial => trial.Result!.Value));
        return [.. chosen.Rungs.Select(Row)];

        // Halving decides on all of a rung; where each configuration goes its own way, the next rung's trial follows its own.
        bool IsPruned(int trial, int configuration) => standings is not null
            ? standings[configuration] == new Search.Halving.Standing(Decision.Pruned, chosen.PlaceOf(trial).Rung!.Value)
            : results(trial) is not null && draws[trial + chosen.Seeds.Count] is { IsTrained: false };

        RungRow Row(int epochs)
        {
            var here = trials.Where(trial => trial.Epochs == epochs && !trial.IsControl).ToList();
            var trained = here.Where(trial => trial.Configuration is not null).ToList();
            var pairs = (from mean in means
                         where mean.Key.Epochs == epochs && means.ContainsKey((chosen.Rungs[^1], mean.Key.Configuration))
                         select (Here: mean.Value, End: means[(chosen.Rungs[^1], mean.Key.Configuration)])).ToList();
            return new()
            {
                Epochs = epochs,
                IsEnd = epochs == chosen.Rungs[^1],
                Trials = here.Count,
                Completed = trained.Count(trial => trial.Result is { } value && double.IsFinite(value)),
                Failed = trained.Count(trial => trial.Result is { } value && !double.IsFinite(value)),
                Promoted = trained.Count(trial => promoted.Contains(trial.Index)),
                Pruned = epochs == chosen.Rungs[^1] ? 0 : trained.Count(trial => IsPruned(trial.Index, trial.Configuration!.Value)),
                Correlation = epochs == chosen.Rungs[^1]
                    ? null
                    : RankCorrelation.Of([.. pairs.Select(pair => pair.Here)], [.. pairs.Select(pair => pair.End)]),
                Pairs = pairs.Count,
            };
        }
    }
}

/// <summary>The trials of a search that are trained to one rung.</summary>
public sealed record RungRow
{
    /// <summary>The epochs of the rung.</summary>
    public required int Epochs { get; init; }

    /// <summary>The number of trials, those that turned out not to be trained among them.</summary>
    public required int Trials { get; init; }

    /// <summary>The number with a result.</summary>
    public required int Completed { get; init; }

    /// <summary>The number that were trained and ended without a result.</summary>
    public required int Failed { get; init; }

    /// <summary>The number whose configuration is trained to the next rung.</summary>
    public required int Promoted { get; init; }

    /// <summary>The number whose configuration ends here, although this is not the end.</summary>
    public required int Pruned { get; init; }

    /// <summary>The number that wait here with a result: whether their configurations go on is not decided.</summary>
    [JsonIgnore]
    public int Waiting => IsEnd ? 0 : Math.Max(0, Completed - Promoted - Pruned);

    /// <summary>True for the rung at the end of a training.</summary>
    [JsonIgnore]
    public required bool IsEnd { get; init; }

    /// <summary>
    /// Spearman's rank correlation between the values here and at the end, over the configurations that reached both; null at the end,
    /// and for fewer than three of them. Only the best of a rung reach the end, which makes it lower than over all; controls, which
    /// count here, mend that.
    /// </summary>
    public required double? Correlation { get; init; }

    /// <summary>The number of these configurations.</summary>
    public required int Pairs { get; init; }
}
