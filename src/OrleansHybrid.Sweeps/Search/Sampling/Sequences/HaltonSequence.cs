using OrleansHybrid.Sweeps.Search.Draws;

namespace OrleansHybrid.Sweeps.Search.Sampling.Sequences;

/// <summary>
/// Halton's sequence: the index's digits mirrored at the point, in a prime base for each dimension. Scrambled by a random
/// permutation of the digits at each place (Owen, arXiv 1706.02808), without which the larger primes go together for long.
/// </summary>
internal sealed class HaltonSequence : UnitSequence
{
    private readonly int[] _bases;
    private readonly int[][][]? _permutations;

    /// <param name="scrambling">A number for each dimension that its scrambling hangs on; null for the plain sequence.</param>
    public HaltonSequence(int dimensions, ulong[]? scrambling = null)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dimensions, MostDimensions);
        _bases = [.. Primes().Take(dimensions)];
        _permutations = scrambling is null ? null : [.. _bases.Select((radix, dimension) => Permutations(radix, scrambling[dimension]))];
    }

    public override void At(uint index, Span<double> coordinates)
    {
        for (var dimension = 0; dimension < _bases.Length; dimension++)
        {
            coordinates[dimension] = _permutations is null
                ? Plain(index, (uint)_bases[dimension])
                : Scrambled(index, (uint)_bases[dimension], _permutations[dimension]);
        }
    }

    private static double Plain(uint index, uint radix)
    {
        var (sum, place) = (0.0, 1.0);
        for (; index > 0; index /= radix)
        {
            place /= radix;
            sum += index % radix * place;
        }

        return sum;
    }

    private static double Scrambled(uint index, uint radix, int[][] permutations)
    {
        var (sum, place) = (0.0, 1.0);
        // Also the zeros after the index's last digit are permuted.
        foreach (var permutation in permutations)
        {
            place /= radix;
            sum += permutation[index % radix] * place;
            index /= radix;
        }

        return Math.Clamp(sum + place / 2, double.Epsilon, Math.BitDecrement(1.0));
    }

    /// <summary>For as many places as a double has.</summary>
    private static int[][] Permutations(int radix, ulong key)
    {
        var places = (int)Math.Ceiling(53 / Math.Log2(radix));
        return [.. Enumerable.Range(0, places).Select(place =>
        {
            var draws = new AddressedDraws((long)key, DrawPurpose.Scrambling, place);
            int[] digits = [.. Enumerable.Range(0, radix)];
            for (var i = radix - 1; i > 0; i--)
            {
                var j = draws.NextInt(i + 1);
                (digits[i], digits[j]) = (digits[j], digits[i]);
            }

            return digits;
        })];
    }

    private static IEnumerable<int> Primes()
    {
        for (var number = 2; ; number++)
            if (!Enumerable.Range(2, Math.Max(0, (int)Math.Sqrt(number) - 1)).Any(divisor => number % divisor == 0)) yield return number;
    }
}
