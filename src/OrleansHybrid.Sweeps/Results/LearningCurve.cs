using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Results;

/// <summary>A metric of one configuration by epoch, over its seeds.</summary>
public static class LearningCurve
{
    /// <param name="histories">The histories of its trials, one for each seed.</param>
    /// <param name="metric">The function that reads the metric; it returns null for an epoch without it.</param>
    /// <param name="mostPoints">
    /// Approximate maximum of points. More epochs are thinned out at equal distances; the first and the last are always kept.
    /// </param>
    /// <returns>The points in the order of the epochs, each over the seeds that have reached it.</returns>
    public static IReadOnlyList<CurvePoint> Of(
        IEnumerable<IReadOnlyList<EpochMetrics>> histories, Func<EpochMetrics, double?> metric, int mostPoints = 100)
    {
        var points = (from history in histories
                      from epoch in history
                      let value = metric(epoch)
                      where value is not null && double.IsFinite(value.Value)
                      group value.Value by epoch.Epoch into seeds
                      orderby seeds.Key
                      select new CurvePoint(seeds.Key, Estimate.Of([.. seeds])!)).ToList();
        var stride = (points.Count + mostPoints - 1) / mostPoints;
        return [.. points.Where((_, place) => place == 0 || (points.Count - 1 - place) % stride == 0)];
    }
}

public sealed record CurvePoint(int Epoch, Estimate Value);
