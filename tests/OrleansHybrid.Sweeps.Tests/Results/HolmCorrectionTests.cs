using OrleansHybrid.Sweeps.Results;

namespace OrleansHybrid.Sweeps.Tests.Results;

public sealed class HolmCorrectionTests
{
    [Theory]
    [InlineData(new[] { 0.01, 0.04, 0.03, 0.005 }, new[] { 0.03, 0.06, 0.06, 0.02 })]
    [InlineData(new[] { 0.5, 0.6 }, new[] { 1.0, 1.0 })]
    [InlineData(new[] { 0.02 }, new[] { 0.02 })]
    [InlineData(new double[0], new double[0])]
    public void Of_StepsDown_AndNeverFallsOrExceedsOne(double[] values, double[] corrected) =>
        Assert.Equal(corrected, HolmCorrection.Of(values), (a, b) => Math.Abs(a - b) < 1e-12);
}
