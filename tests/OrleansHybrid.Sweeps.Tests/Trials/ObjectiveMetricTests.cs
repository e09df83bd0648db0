using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Tests.Trials;

public class ObjectiveMetricTests
{
    [Theory]
    [InlineData(Goal.Maximize, new[] { 0.9, 0.5, 0.1 })]
    [InlineData(Goal.Minimize, new[] { 0.1, 0.5, 0.9 })]
    public void Order_PutsNumbersFirst_ThenNaN_ThenMissingValues(Goal goal, double[] best)
    {
        var metric = new ObjectiveMetric("top1", goal);

        double?[] ordered = [.. new double?[] { null, 0.5, double.NaN, 0.9, 0.1 }.Order(metric.Order())];

        double?[] expected = [.. best, double.NaN, null];
        Assert.Equal(expected, ordered);
    }

    [Theory]
    [InlineData(Goal.Maximize, 0.9, 0.5)]
    [InlineData(Goal.Minimize, 0.5, 0.9)]
    public void IsBetter_OfEqualValues_IsFalse_AndOfTwo_GoesByTheGoal(Goal goal, double better, double worse)
    {
        var metric = new ObjectiveMetric("top1", goal);

        Assert.True(metric.IsBetter(better, than: worse));
        Assert.False(metric.IsBetter(worse, than: better));
        Assert.False(metric.IsBetter(better, than: better));
        Assert.True(metric.IsBetter(worse, than: double.NaN));
        Assert.True(metric.IsBetter(double.NaN, than: null));
        Assert.False(metric.IsBetter(null, than: null));
    }
}
