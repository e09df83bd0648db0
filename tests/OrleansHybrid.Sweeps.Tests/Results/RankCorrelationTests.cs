using OrleansHybrid.Sweeps.Results;

namespace OrleansHybrid.Sweeps.Tests.Results;

public sealed class RankCorrelationTests
{
    [Theory]
    [InlineData(new[] { 1.0, 2, 3 }, new[] { 10.0, 20, 99 }, 1)]
    [InlineData(new[] { 1.0, 2, 3, 4 }, new[] { 4.0, 3, 2, 1 }, -1)]
    // Ranks 1 2 3 4 against 2 1 4 3: 1 - 6 (1 + 1 + 1 + 1) / (4 (16 - 1)).
    [InlineData(new[] { 1.0, 2, 3, 4 }, new[] { 0.2, 0.1, 0.4, 0.3 }, 0.6)]
    // Mid-ranks 1.5 1.5 3 against 1 2 3: 1.5 / sqrt(1.5 * 2).
    [InlineData(new[] { 5.0, 5, 6 }, new[] { 1.0, 2, 3 }, 0.8660254037844387)]
    public void RankCorrelation_OfPairs_IsSpearmans(double[] first, double[] second, double expected) =>
        Assert.Equal(expected, RankCorrelation.Of(first, second)!.Value, 12);

    [Theory]
    [InlineData(new[] { 1.0, 2 }, new[] { 1.0, 2 })]
    [InlineData(new[] { 1.0, 1, 1 }, new[] { 1.0, 2, 3 })]
    public void RankCorrelation_OfTooFewOrEqualValues_IsUnknown(double[] first, double[] second) =>
        Assert.Null(RankCorrelation.Of(first, second));
}
