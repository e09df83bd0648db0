using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Tests.Results;

/// <summary>A sweep whose search has chosen all of its trials, and what became of them, one an hour.</summary>
internal static class SearchedOutcomes
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    /// <param name="sweep">Gets its choices.</param>
    /// <param name="top1">NaN for a trial that fails.</param>
    public static IReadOnlyList<TrialOutcome> Of(SweepDefinition sweep, Func<Recipe, double> top1)
    {
        var (results, outcomes) = (new double[sweep.TrialCount], new List<TrialOutcome>());
        for (var index = 0; index < sweep.TrialCount; index++)
        {
            var draw = sweep.Chosen!.Choose(index, trial => results[trial]);
            sweep.Chosen.Keep(index, draw);
            results[index] = draw.IsTrained ? top1(sweep.RecipeOf(index)) : double.NaN;
            var row = !draw.IsTrained ? Outcomes.Waiting(index, TrialState.Pruned)
                : double.IsFinite(results[index]) ? Outcomes.Completed(index, results[index])
                : Outcomes.Failed(index, "NaN");
            var attempt = new AttemptRecord(1, "10.0.0.1:11111/gpu0", Start.AddHours(index), 3600);
            outcomes.Add(new(sweep.Trial(index), row with { Draw = draw }, [], draw.IsTrained ? [attempt] : []));
        }

        return outcomes;
    }
}
