using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Results;

/// <summary>
/// The best configuration of a search after each trial: the mean over a configuration's seeds, once all of them were trained to the end.
/// Trials to a rung below the end cost, but are never the best: they are not comparable.
/// </summary>
public static class BestHistory
{
    /// <param name="ended">The trials that were trained, in the order in which they ended.</param>
    /// <param name="seeds">The number of seeds of a configuration.</param>
    public static IReadOnlyList<BestPoint> Of(IEnumerable<EndedTrial> ended, int seeds, Goal goal)
    {
        var (points, order) = (new List<BestPoint>(), goal.Order());
        var sums = new Dictionary<long, (double Sum, int Count)>();
        var (cost, best, by) = (0.0, (double?)null, (int?)null);
        foreach (var trial in ended)
        {
            cost += trial.Cost;
            if (trial.IsWhole)
            {
                var known = sums.GetValueOrDefault(trial.Configuration);
                var (sum, count) = sums[trial.Configuration] = (known.Sum + trial.Value, known.Count + 1);
                if (count == seeds && double.IsFinite(sum) && order.Compare(sum / seeds, best) < 0)
                    (best, by) = (sum / seeds, trial.Trial);
            }

            points.Add(new(points.Count + 1, cost, by, best));
        }

        return points;
    }
}

/// <summary>A trial that was trained.</summary>
public readonly record struct EndedTrial
{
    /// <summary>Its index.</summary>
    public required int Trial { get; init; }

    public required long Configuration { get; init; }

    /// <summary>True if it was trained to the end.</summary>
    public required bool IsWhole { get; init; }

    /// <summary>NaN if it failed.</summary>
    public required double Value { get; init; }

    public required double Cost { get; init; }
}

/// <summary>The best after a number of trials.</summary>
/// <param name="Trials">The number of trials that have ended.</param>
/// <param name="Cost">What they cost.</param>
/// <param name="Trial">The index of the trial that completed the best configuration; null while there is none.</param>
/// <param name="Best">Its value; null while there is none.</param>
public readonly record struct BestPoint(int Trials, double Cost, int? Trial, double? Best);
