using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Results;

/// <summary>The order of trials by their results.</summary>
public static class Ranking
{
    /// <summary>The epochs of a trial's rung; 0 in a sweep without rungs, where all trials are compared with each other.</summary>
    public static int RungOf(this SweepDefinition sweep, int index) => sweep.Chosen?.PlaceOf(index).Epochs ?? 0;

    /// <summary>Trials from the best to the worst, then those without a result, in their order.</summary>
    public static IEnumerable<TrialRow> BestFirst(this ObjectiveMetric objective, IEnumerable<TrialRow> rows) =>
        rows.OrderBy(row => objective.Of(row.Result), objective.Order());
}
