using MathNet.Numerics.Distributions;

namespace OrleansHybrid.Sweeps.Results;

/// <summary>Welch's t-test for a difference of two methods' means, without an assumption on their variances.</summary>
/// <param name="T">The statistic; null if neither sample has any spread.</param>
/// <param name="DegreesOfFreedom">Degrees of freedom by Welch and Satterthwaite; null if <paramref name="T"/> is.</param>
/// <param name="P">The two-sided p-value.</param>
public sealed record WelchTest(double? T, double? DegreesOfFreedom, double P)
{
    /// <returns>Null if either was measured fewer than twice.</returns>
    public static WelchTest? Of(Estimate first, Estimate second)
    {
        if (first.Std is not { } firstStd || second.Std is not { } secondStd) return null;
        var (a, b) = (firstStd * firstStd / first.Count, secondStd * secondStd / second.Count);
        var difference = first.Mean - second.Mean;
        if (a + b == 0) return new(null, null, difference == 0 ? 1 : 0);
        var t = difference / Math.Sqrt(a + b);
        var degrees = (a + b) * (a + b) / (a * a / (first.Count - 1) + b * b / (second.Count - 1));
        return new(t, degrees, 2 * StudentT.CDF(0, 1, degrees, -Math.Abs(t)));
    }
}
