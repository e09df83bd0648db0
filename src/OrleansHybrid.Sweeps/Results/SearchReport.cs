using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Results.Importance;
using OrleansHybrid.Sweeps.Search;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Results;

/// <summary>What there is to say of a sweep that searches.</summary>
public sealed record SearchReport
{
    private static readonly string Epochs = RecipeSchema.Of(nameof(Recipe.Epochs)).Key;

    /// <summary>The best after each trial that has ended, in the order in which they ended; costs are slot hours.</summary>
    public required IReadOnlyList<BestPoint> History { get; init; }

    /// <summary>Empty for a search without rungs.</summary>
    public required IReadOnlyList<RungRow> Rungs { get; init; }

    /// <summary>Pruned configurations that were trained to the end; empty where the file asks for none.</summary>
    public required IReadOnlyList<ControlResult> Controls { get; init; }

    /// <summary>The most important setting first; empty for few configurations.</summary>
    public required IReadOnlyList<SettingImportance> Importance { get; init; }

    /// <summary>The rung whose trials were compared for the importance; null for a search without rungs.</summary>
    public required int? ComparedEpochs { get; init; }

    /// <returns>Null for a grid of which every configuration is trained to the end.</returns>
    public static SearchReport? Of(SweepDefinition sweep, IReadOnlyList<TrialOutcome> outcomes)
    {
        ArgumentNullException.ThrowIfNull(sweep);
        if (sweep is { Method: SearchMethod.Grid, Chosen: null }) return null;
        var compared = Compared(sweep, outcomes, out var epochs);
        var history = BestHistory.Of(Ended(sweep, outcomes), sweep.Seeds.Count, sweep.Metric.Goal);
        return new()
        {
            History = history,
            Controls = sweep.Chosen is { } chosen ? ControlsOf(sweep, chosen, outcomes, history is [.., var last] ? last.Best : null) : [],
            Rungs = RungTable.Of(sweep, outcomes.Select(outcome => outcome.Row)),
            Importance = SettingImportance.Of(
            [
                .. from outcome in compared
                   where double.IsFinite(RungTable.ValueOf(sweep, outcome.Row))
                   group outcome by sweep.ConfigurationOf(outcome.Row.Index) into seeds
                   orderby seeds.Key
                   let parameters = seeds.First().Spec.Parameters.Where(parameter => epochs is null || parameter.Key != Epochs).ToList()
                   select ((IReadOnlyList<ParameterValue>)parameters, seeds.Average(seed => RungTable.ValueOf(sweep, seed.Row))),
            ]),
            ComparedEpochs = epochs,
        };
    }

    private static IReadOnlyList<ControlResult> ControlsOf(
        SweepDefinition sweep, ChosenTrials chosen, IReadOnlyList<TrialOutcome> outcomes, double? best)
    {
        var rows = outcomes.Select(outcome => outcome.Row).Where(row => chosen.IsControl(row.Index)).ToDictionary(row => row.Index);
        return ControlResult.Of(
            chosen,
            trial => rows.TryGetValue(trial, out var row) && row.State.IsFinal() ? RungTable.ValueOf(sweep, row) : null,
            sweep.Metric,
            best);
    }

    /// <summary>The trials whose results can be compared with each other: those of the rung with the most results.</summary>
    /// <param name="epochs">The epochs of that rung; null if the sweep has no rungs.</param>
    public static IReadOnlyList<TrialOutcome> Compared(SweepDefinition sweep, IReadOnlyList<TrialOutcome> outcomes, out int? epochs)
    {
        ArgumentNullException.ThrowIfNull(sweep);
        epochs = null;
        if (sweep.Chosen is not { Rungs.Count: > 0 } chosen) return outcomes;
        var fullest = outcomes.Where(outcome => outcome.Row.Result is not null)
            .GroupBy(outcome => chosen.PlaceOf(outcome.Row.Index).Epochs)
            .OrderByDescending(rung => rung.Count()).ThenByDescending(rung => rung.Key)
            .FirstOrDefault();
        epochs = fullest?.Key;
        return fullest is null ? [] : [.. fullest];
    }

    private static IEnumerable<EndedTrial> Ended(SweepDefinition sweep, IReadOnlyList<TrialOutcome> outcomes) =>
        from outcome in outcomes
        where outcome.Row.State.IsFinal() && outcome.Row.State is not TrialState.Pruned
        // A result that was reused was there from the beginning.
        orderby outcome.Attempts is [.., var last] ? last.Ended : DateTimeOffset.MinValue, outcome.Row.Index
        select new EndedTrial
        {
            Trial = outcome.Row.Index,
            Configuration = sweep.ConfigurationOf(outcome.Row.Index),
            IsWhole = sweep.Chosen is not { Rungs: [.., var end] } chosen
                || (chosen.PlaceOf(outcome.Row.Index) is { IsControl: false, Epochs: var epochs } && epochs == end),
            Value = RungTable.ValueOf(sweep, outcome.Row),
            Cost = outcome.Attempts.Sum(attempt => SlotTimeline.SlotsOf(attempt.Slot).Length * attempt.Seconds / 3600),
        };
}
