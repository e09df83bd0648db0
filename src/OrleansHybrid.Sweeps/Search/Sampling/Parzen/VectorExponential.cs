using System.Runtime.Intrinsics;

namespace OrleansHybrid.Sweeps.Search.Sampling.Parzen;

/// <summary>
/// Exponentials in four lanes, of additions and multiplications alone: the same bits on every processor, which neither the
/// mathematical library nor a fused multiplication promises.
/// </summary>
internal static class VectorExponential
{
    private const double Least = -708, Log2E = 1.4426950408889634, Ln2High = 0.693147180369123816490, Ln2Low = 1.90821492927058770002e-10;

    /// <summary>Adding it to a number below 2^51 rounds that to a whole one.</summary>
    private const double Rounder = 6755399441055744;

    /// <summary>1/13! to 1/2!.</summary>
    private static readonly double[] Coefficients =
    [
        1.0 / 6227020800, 1.0 / 479001600, 1.0 / 39916800, 1.0 / 3628800, 1.0 / 362880, 1.0 / 40320,
        1.0 / 5040, 1.0 / 720, 1.0 / 120, 1.0 / 24, 1.0 / 6, 1.0 / 2,
    ];

    /// <param name="x">At most 0; below -708 the result is 0.</param>
    public static Vector256<double> Of(Vector256<double> x)
    {
        var clamped = Vector256.Max(x, Vector256.Create(Least));
        var shifted = clamped * Vector256.Create(Log2E) + Vector256.Create(Rounder);
        var power = shifted - Vector256.Create(Rounder);
        var rest = clamped - power * Vector256.Create(Ln2High) - power * Vector256.Create(Ln2Low);
        var sum = Vector256.Create(Coefficients[0]);
        for (var i = 1; i < Coefficients.Length; i++) sum = sum * rest + Vector256.Create(Coefficients[i]);
        sum = sum * rest * rest + rest + Vector256<double>.One;
        // The lowest bits of the shifted number are the power of two: as an exponent they scale the sum.
        var scale = ((shifted.AsInt64() + Vector256.Create(1023L)) << 52).AsDouble();
        return Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256.Create(Least)), Vector256<double>.Zero, sum * scale);
    }
}
