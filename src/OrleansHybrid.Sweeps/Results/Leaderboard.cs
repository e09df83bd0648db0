using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Results;

/// <summary>
/// The configurations of a sweep, best first, by their completed seeds; then configurations without a result that may still get
/// one, then configurations that ended without a result. Equal ones have the order of the grid.
/// </summary>
public sealed record Leaderboard(ObjectiveMetric Metric, IReadOnlyList<Standing> Standings)
{
    /// <param name="rows">The sweep's trials, or the known part of them, in any order.</param>
    public static Leaderboard Of(SweepDefinition sweep, IEnumerable<TrialRow> rows)
    {
        var standings = rows
            .GroupBy(row => sweep.ConfigurationOf(row.Index))
            .OrderBy(group => group.Key)
            .Select(group => Standing.Of(sweep, [.. group.OrderBy(row => row.Index)]))
            .OrderBy(standing => standing.Objective is not null ? 0 : standing.IsFinished ? 2 : 1)
            .ThenBy(standing => standing.Objective?.Mean, sweep.Metric.Order());
        return new(sweep.Metric, [.. standings]);
    }
}

/// <summary>One configuration over its seeds.</summary>
/// <param name="Parameters">The values of the swept settings.</param>
/// <param name="Trials">Indices of its trials, one for each seed.</param>
/// <param name="Objective">The objective by which it is ranked; null if no seed is completed.</param>
/// <param name="Metrics">Every final metric of a completed seed, by name.</param>
/// <param name="Attempts">Number of leases of its trials.</param>
/// <param name="Restarts">Number of leases beyond each trial's first.</param>
/// <param name="States">Number of its trials by state; a state without trials is absent.</param>
/// <param name="Reason">The reason why a seed failed; null if none did.</param>
public sealed record Standing(
    IReadOnlyList<ParameterValue> Parameters,
    IReadOnlyList<int> Trials,
    Estimate? Objective,
    IReadOnlyDictionary<string, Estimate> Metrics,
    int Attempts,
    int Restarts,
    IReadOnlyDictionary<TrialState, int> States,
    TrialFailure? Reason)
{
    /// <summary>True if none of its trials will train again.</summary>
    public bool IsFinished => States.Keys.All(state => state.IsFinal());

    internal static Standing Of(SweepDefinition sweep, IReadOnlyList<TrialRow> rows)
    {
        var results = rows.Where(row => row.State is TrialState.Completed).Select(row => row.Result).OfType<TrialResult>().ToList();
        var metrics = new OrderedDictionary<string, Estimate>();
        foreach (var metric in FinalMetrics.ByName.Values)
        {
            if (Estimate.Of([.. results.Select(metric.Of).OfType<double>()]) is { } estimate) metrics.Add(metric.Name, estimate);
        }

        return new(
            sweep.ParametersOf(rows[0].Index),
            [.. rows.Select(row => row.Index)],
            metrics.GetValueOrDefault(sweep.Metric.Name),
            metrics,
            rows.Sum(row => row.Attempts),
            rows.Sum(row => Math.Max(0, row.Attempts - 1)),
            rows.CountBy(row => row.State).OrderBy(count => count.Key).ToDictionary(),
            rows.FirstOrDefault(row => row.State is TrialState.Failed)?.Failure);
    }
}
