using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Search;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Results;

/// <summary>
/// The configurations of a sweep, best first, by their completed seeds; then configurations without a result that may still get
/// one, then configurations that ended without a result. Equal ones have the order of the grid. Of a search with rungs, those that were
/// trained farther come first, since trainings of different lengths are not compared, and each configuration stands at its highest rung;
/// controls stand at the rung where they were pruned.
/// </summary>
public sealed record Leaderboard(ObjectiveMetric Metric, IReadOnlyList<Standing> Standings)
{
    /// <param name="rows">The sweep's trials, or the known part of them, in any order.</param>
    public static Leaderboard Of(SweepDefinition sweep, IEnumerable<TrialRow> rows)
    {
        // A training that pauses at a rung is no result of its configuration.
        var standings = rows
            .Where(row => sweep.UntilEpoch(row.Index) is null && sweep.Chosen?.IsControl(row.Index) is not true)
            .GroupBy(row => sweep.ConfigurationOf(row.Index))
            .OrderBy(group => group.Key)
            .Select(group => Standing.Of(sweep, [.. group.OrderBy(row => row.Index)]))
            .OrderBy(standing => standing.Objective is not null ? 0 : standing.IsFinished ? 2 : 1)
            .ThenByDescending(standing => sweep.RungOf(standing.Trials[0]))
            .ThenBy(standing => standing.Objective?.Mean, sweep.Metric.Order());
        return new(sweep.Metric, sweep.Chosen is { Rungs.Count: > 0 } chosen ? AtHighestRung(chosen, standings) : [.. standings]);
    }

    private static IReadOnlyList<Standing> AtHighestRung(ChosenTrials chosen, IEnumerable<Standing> standings)
    {
        var shown = new HashSet<int>();
        return
        [
            .. from standing in standings
               let configuration = chosen.DrawOf(standing.Trials[0])?.Configuration
               where configuration is not { } number || shown.Add(number)
               select standing,
        ];
    }
}

/// <summary>One configuration over its seeds.</summary>
public sealed record Standing
{
    /// <summary>The values of the swept settings.</summary>
    public required IReadOnlyList<ParameterValue> Parameters { get; init; }

    /// <summary>Indices of its trials, one for each seed.</summary>
    public required IReadOnlyList<int> Trials { get; init; }

    /// <summary>The objective by which it is ranked; null if no seed is completed.</summary>
    public required Estimate? Objective { get; init; }

    /// <summary>Every final metric of a completed seed, by name.</summary>
    public required IReadOnlyDictionary<string, Estimate> Metrics { get; init; }

    /// <summary>Number of leases of its trials.</summary>
    public required int Attempts { get; init; }

    /// <summary>Number of leases beyond each trial's first.</summary>
    public required int Restarts { get; init; }

    /// <summary>Number of its trials by state; a state without trials is absent.</summary>
    public required IReadOnlyDictionary<TrialState, int> States { get; init; }

    /// <summary>The reason why a seed failed; null if none did.</summary>
    public required TrialFailure? Reason { get; init; }

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

        return new()
        {
            Parameters = sweep.ParametersOf(rows[0].Index),
            Trials = [.. rows.Select(row => row.Index)],
            Objective = metrics.GetValueOrDefault(sweep.Metric.Name),
            Metrics = metrics,
            Attempts = rows.Sum(row => row.Attempts),
            Restarts = rows.Sum(row => Math.Max(0, row.Attempts - 1)),
            States = rows.CountBy(row => row.State).OrderBy(count => count.Key).ToDictionary(),
            Reason = rows.FirstOrDefault(row => row.State is TrialState.Failed)?.Failure,
        };
    }
}
