using OrleansHybrid.Sweeps.Search.Stopping;

namespace OrleansHybrid.Sweeps.Tests.Search.Stopping;

public sealed class MedianRuleTests
{
    private static readonly double[][] Completed = [[9, 5, 1], [8, 6, 2], [7, 7, 3], [6, 8, 4], [5, 9, double.NaN], [4, 4]];

    [Theory]
    // The medians at the epochs are 6.5, 6.5 and 2.5: the trial's best so far counts, not its newest.
    [InlineData(new[] { 6.6 }, true)]
    [InlineData(new[] { 6.5 }, false)]
    [InlineData(new[] { 6.0, 60.0 }, false)]
    [InlineData(new[] { 6.6, 6.6 }, true)]
    [InlineData(new[] { 9.0, 9.0, 2.6 }, true)]
    [InlineData(new[] { 9.0, 9.0, 2.5 }, false)]
    [InlineData(new[] { double.NaN }, true)]
    [InlineData(new[] { 9.0, 9.0, 9.0, 9.0 }, false)]
    [InlineData(new double[0], false)]
    public void Stops_OfATrial_IsByItsBestAndTheMedianAtItsEpoch(double[] values, bool stops) =>
        Assert.Equal(stops, new MedianRule().Stops(values, Completed));

    [Fact]
    public void Stops_BeforeEnoughIsKnown_IsNever()
    {
        Assert.False(new MedianRule().Stops([99], Completed[..4]));
        Assert.True(new MedianRule(Startup: 4).Stops([99], Completed[..4]));
        Assert.False(new MedianRule(WarmUp: 2).Stops([99], Completed));
        Assert.True(new MedianRule(WarmUp: 2).Stops([99, 99], Completed));
        Assert.False(new MedianRule(LeastAtEpoch: 6).Stops([99, 99, 99], Completed));
        Assert.False(new MedianRule(Startup: 0).Stops([99], []));
    }
}
