using System.Runtime.Intrinsics;

namespace OrleansHybrid.Sweeps.Search.Sampling.Parzen;

/// <summary>Sums of exponentials beside each other, in which none overflows.</summary>
internal static class ExponentialSums
{
    /// <param name="terms">One after the other for each sum, again and again.</param>
    /// <param name="greatest">The greatest term of each sum so far; minus infinity before the first.</param>
    /// <param name="sums">Of exponentials, each divided by that of the greatest term.</param>
    public static void Add(ReadOnlySpan<Vector256<double>> terms, Span<Vector256<double>> greatest, Span<Vector256<double>> sums)
    {
        for (var i = 0; i < sums.Length; i++)
        {
            // Where every term is minus infinity the sum stays 0.
            var most = Vector256.Max(greatest[i], Vector256.Create(-1e300));
            for (var term = i; term < terms.Length; term += sums.Length) most = Vector256.Max(most, terms[term]);
            var sum = sums[i] * VectorExponential.Of(greatest[i] - most);
            for (var term = i; term < terms.Length; term += sums.Length) sum += VectorExponential.Of(terms[term] - most);
            (greatest[i], sums[i]) = (most, sum);
        }
    }
}
