using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace OrleansHybrid.Sweeps.Search.Sampling.Parzen;

/// <summary>How much of a standard normal distribution lies in an interval.</summary>
internal static class NormalMass
{
    /// <summary>Beyond it less is left than a double tells from 0 beside 1.</summary>
    public const double Reach = 8.3;

    public static double Below(double z) => 0.5 * SpecialFunctions.Erfc(-z / Constants.Sqrt2);

    /// <summary>The natural logarithm of the mass between two ends.</summary>
    public static double Log(double left, double right)
    {
        // What lies right of the middle is found left of it, where small masses have all their digits.
        if (left > 0) (left, right) = (-right, -left);
        if (right <= 0) return Math.Log(Below(right) - Below(left));
        if (left < -Reach && right > Reach) return 0;
        return LogOnePlus(-Below(left) - Below(-right));
    }

    /// <summary>Where a share of the mass between two ends lies to the left.</summary>
    /// <param name="quantile">In (0, 1).</param>
    public static double Between(double left, double right, double quantile)
    {
        var (below, upTo) = (Below(left), Below(right));
        return Math.Clamp(
            Normal.InvCDF(0, 1, Math.Clamp(below + quantile * (upTo - below), double.Epsilon, Math.BitDecrement(1.0))), left, right);
    }

    private static double LogOnePlus(double x) => Math.Abs(x) < 1e-4 ? x - x * x / 2 + x * x * x / 3 : Math.Log(1 + x);
}
