using OrleansHybrid.Sweeps.Results;

namespace OrleansHybrid.Sweeps.Tests.Results;

public sealed class WelchTestTests
{
    // The statistic, the degrees of freedom and P are those of scipy 1.10's ttest_ind(a, b, equal_var=False).
    [Theory]
    [InlineData(new[] { 0.814, 0.809, 0.820 }, new[] { 0.788, 0.795, 0.781 }, 5.120809416062089, 3.790163934426214, 0.00794643819583097)]
    [InlineData(new[] { 0.5, 0.52 }, new[] { 0.9, 0.9001 }, -39.00451244664157, 1.0000499999999686, 0.016315288942608662)]
    [InlineData(new[] { 1.0, 2, 3, 4, 5 }, new[] { 10.0, 20, 30 }, -2.9226481008123892, 2.0602182254496366, 0.09643676553672983)]
    public void Of_TwoMethods_GivesScipysNumbers(double[] first, double[] second, double t, double degrees, double p)
    {
        var test = WelchTest.Of(Estimate.Of(first)!, Estimate.Of(second)!)!;

        Assert.Equal(t, test.T!.Value, 1e-9 * Math.Abs(t));
        Assert.Equal(degrees, test.DegreesOfFreedom!.Value, 1e-9 * degrees);
        Assert.Equal(p, test.P, 1e-9);
        Assert.Equal(test.P, WelchTest.Of(Estimate.Of(second)!, Estimate.Of(first)!)!.P, 1e-15);
    }

    [Fact]
    public void Of_AMethodWithOneSeed_IsNoTest() => Assert.Null(WelchTest.Of(Estimate.Of([0.5])!, Estimate.Of([0.4, 0.5])!));

    [Theory]
    [InlineData(0.5, 1)]
    [InlineData(0.6, 0)]
    public void Of_MethodsThatDoNotSpread_TellsWhetherTheyAreEqual(double second, double p) =>
        Assert.Equal(new(null, null, p), WelchTest.Of(Estimate.Of([0.5, 0.5])!, Estimate.Of([second, second])!));

    // Student's t at 0.975, from scipy: 12.706, 4.303 and 2.045 in every printed table.
    [Theory]
    [InlineData(2, 12.706204736432095)]
    [InlineData(3, 4.302652729911275)]
    [InlineData(30, 2.045229642132703)]
    public void Margin95_IsStudentsQuantileTimesTheStandardError(int count, double quantile) =>
        Assert.Equal(quantile * 0.2 / Math.Sqrt(count), new Estimate(count, 0.5, 0.2).Margin95!.Value, 1e-7);

    [Fact]
    public void Margin95_OfOneSeed_IsUnknown() => Assert.Null(Estimate.Of([0.5])!.Margin95);
}
