using OrleansHybrid.Sweeps.Search;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Results;

/// <summary>A configuration that was pruned, and trained to the end all the same to see what pruning cost.</summary>
/// <param name="Trial">The trial of its first seed.</param>
/// <param name="ChosenBy">Where it was pruned, for people.</param>
/// <param name="Value">The mean over its seeds; null while one is missing, and where one failed.</param>
/// <param name="IsBetter">True if the search would have found something better had it not pruned this.</param>
public sealed record ControlResult(int Trial, string ChosenBy, double? Value, bool IsBetter)
{
    /// <param name="results">The final result of a trial; NaN for one that failed; null while there is none.</param>
    /// <param name="best">The best that the search found; null while it has found nothing.</param>
    public static IReadOnlyList<ControlResult> Of(ChosenTrials chosen, Func<int, double?> results, ObjectiveMetric metric, double? best)
    {
        ArgumentNullException.ThrowIfNull(chosen);
        ArgumentNullException.ThrowIfNull(metric);
        return
        [
            .. from trial in Enumerable.Range(0, chosen.Count)
               where chosen.IsControl(trial) && chosen.PlaceOf(trial).Seed == 0 && chosen.DrawOf(trial) is { IsTrained: true }
               let mean = Enumerable.Range(trial, chosen.Seeds.Count).Average(seed => results(seed) ?? double.NaN)
               let value = double.IsFinite(mean) ? mean : (double?)null
               select new ControlResult(
                   trial, chosen.DrawOf(trial)!.Basis, value, value is { } known && best is not null && metric.IsBetter(known, than: best)),
        ];
    }
}
