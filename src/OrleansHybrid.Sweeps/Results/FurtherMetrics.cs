using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Results;

/// <summary>The metrics that trials have only where their sweep asks for them: tables of other sweeps do not show them.</summary>
public static class FurtherMetrics
{
    /// <summary>Those of validation images where any trial holds some out, and what the sweep alone is judged by.</summary>
    public static IReadOnlyList<FinalMetric> Of(SweepDefinition sweep)
    {
        var has = sweep.HasValidation;
        return
        [
            .. FinalMetrics.ByName.Values.Where(metric =>
                metric.IsOnRequest ? metric.Name == sweep.Metric.Name : has && metric.Images is MetricImages.Validation),
        ];
    }

    /// <summary>Those of them that some epoch of a trial has.</summary>
    public static IReadOnlyList<FinalMetric> Of(IEnumerable<EpochMetrics> history)
    {
        var epochs = history.ToList();
        return
        [
            .. FinalMetrics.ByName.Values.Where(metric =>
                (metric.IsOnRequest || (metric.Images is MetricImages.Validation && metric.IsOfOneEpoch))
                && epochs.Exists(epoch => metric.At(epoch) is not null)),
        ];
    }
}
