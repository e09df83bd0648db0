using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Results;

/// <summary>The order of trials by their results.</summary>
public static class Ranking
{
    /// <summary>Trials from the best to the worst, then those without a result, in their order.</summary>
    public static IEnumerable<TrialRow> BestFirst(this ObjectiveMetric objective, IEnumerable<TrialRow> rows) =>
        rows.OrderBy(row => objective.Of(row.Result), objective.Order());
}
