using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Results;

/// <summary>
/// All results of a sweep for programs: the definition, every trial with its history and its attempts (<c>attempt_log</c>), the
/// leaderboard, the comparison of its methods, and the paper's table; of a search the best so far, its rungs and the importance of
/// settings.
/// </summary>
public static class ResultsJson
{
    // Those with the best methods, where the grid has more.
    private const int MostComparisons = 40;

    /// <param name="stream">The destination of the UTF-8 text.</param>
    public static void Write(Stream stream, SweepDefinition sweep, IReadOnlyList<TrialOutcome> outcomes) => JsonSerializer.Serialize(
        stream,
        new
        {
            Sweep = Summary(sweep, outcomes),
            Trials = outcomes.OrderBy(outcome => outcome.Spec.Id.Index).Select(outcome => Trial(sweep, outcome)),
            Leaderboard = Leaderboard.Of(sweep, outcomes.Select(outcome => outcome.Row)).Standings
                .Select((standing, place) => Standing(place + 1, standing)),
            Comparisons = Comparisons(sweep, outcomes),
            PaperTable = PaperTable.Of(outcomes),
            Search = SearchReport.Of(sweep, outcomes),
        },
        ProtocolJson.Indented);

    private static object Summary(SweepDefinition sweep, IReadOnlyList<TrialOutcome> outcomes) => new
    {
        sweep.Id,
        sweep.Name,
        sweep.Description,
        sweep.Labels,
        sweep.Method,
        sweep.Metric,
        Axes = sweep.Axes.Select(axis => new { axis.Key, Values = axis.Values.Select(value => Typed(axis.Key, value)) }),
        sweep.Seeds,
        sweep.Recipe,
        Trials = sweep.TrialCount,
        Counts = outcomes.CountBy(outcome => outcome.Row.State).OrderBy(count => count.Key).ToDictionary(),
    };

    private static object Trial(SweepDefinition sweep, TrialOutcome outcome)
    {
        var (spec, row, history, attempts) = outcome;
        var draw = sweep.Chosen?.DrawOf(row.Index);
        return new
        {
            Trial = spec.Id.Number,
            Parameters = Typed(spec.Parameters),
            spec.Recipe.Seed,
            spec.ContentHash,
            row.State,
            Objective = sweep.Metric.Of(row.Result),
            row.Attempts,
            row.Preemptions,
            row.Result,
            row.Failure,
            ReusedFrom = row.ReusedFrom?.ToString(),
            row.PendingReason,
            draw?.Configuration,
            Rung = sweep.Chosen?.PlaceOf(row.Index).Rung + 1,
            ChosenBy = draw?.Basis,
            AttemptLog = attempts.Select(Attempt),
            History = history,
        };
    }

    private static IEnumerable<object> Comparisons(SweepDefinition sweep, IReadOnlyList<TrialOutcome> outcomes)
    {
        var all = MethodComparison.Of(outcomes, FinalMetrics.ByName[sweep.Metric.Name], sweep.Metric.Goal);
        var best = all.Index().OrderBy(comparison => comparison.Item.Methods[0].Estimate.Mean, sweep.Metric.Order());
        return best.Take(MostComparisons).OrderBy(comparison => comparison.Index).Select(comparison => (object)comparison.Item);
    }

    private static object Attempt(AttemptRecord attempt) => new
    {
        attempt.Attempt,
        attempt.Slot,
        attempt.Began,
        attempt.Ended,
        attempt.End,
        attempt.LostSeconds,
    };

    private static object Standing(int place, Standing standing) => new
    {
        Place = place,
        Parameters = Typed(standing.Parameters),
        standing.Trials,
        standing.Objective,
        standing.Metrics,
        standing.Attempts,
        standing.Restarts,
        standing.States,
        standing.Reason,
    };

    /// <summary>Null if a setting is inactive, or not chosen yet.</summary>
    private static JsonObject Typed(IEnumerable<ParameterValue> parameters) =>
        new(
            parameters.Select(parameter =>
                KeyValuePair.Create(parameter.Key, parameter.IsGiven ? Typed(parameter.Key, parameter.Value) : null)));

    /// <summary>The JSON value of a canonical text; all except the names of choices are already JSON.</summary>
    private static JsonNode? Typed(string key, string value) =>
        RecipeSchema.Get(key).Kind is SettingKind.Choice ? JsonValue.Create(value) : JsonNode.Parse(value);
}
