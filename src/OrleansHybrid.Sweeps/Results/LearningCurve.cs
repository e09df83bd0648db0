using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Results;

/// <summary>How a number of one configuration moved with the epochs, over its seeds.</summary>
public static class LearningCurve
{
    /// <param name="histories">Of its trials, one a seed.</param>
    /// <param name="metric">The number; null in an epoch that does not have it.</param>
    /// <param name="mostPoints">Of more epochs, about as many are shown at equal distances, the first and the last always among them.</param>
    /// <returns>In the order of the epochs; each over the seeds that have come that far.</returns>
    public static IReadOnlyList<CurvePoint> Of(IEnumerable<IReadOnlyList<EpochMetrics>> histories, Func<EpochMetrics, double?> metric, int mostPoints = 100)
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
