using System.Numerics;
using OrleansHybrid.Sweeps.Search.Draws;

namespace OrleansHybrid.Sweeps.Search.Sampling;

/// <summary>
/// The numbers from 0 to a count in an order that hangs on a seed alone: each comes once, and the thousandth is found without
/// the ones before it. A Feistel network over the next power of four, walked until it is below the count (Black and Rogaway, 2002).
/// </summary>
internal sealed class KeyedPermutation
{
    private const int Rounds = 8, LeastHalf = 4;

    private readonly ulong[] _keys = new ulong[Rounds];
    private readonly int _half;

    /// <param name="count">At most <see cref="Spaces.Space.MostCounted"/>.</param>
    public KeyedPermutation(long seed, long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        Count = count;
        var bits = 64 - BitOperations.LeadingZeroCount((ulong)(count - 1));
        _half = Math.Max(LeastHalf, (bits + 1) / 2);
        var draws = new AddressedDraws(seed, DrawPurpose.Order);
        for (var round = 0; round < Rounds; round++) _keys[round] = draws.NextBits();
    }

    public long Count { get; }

    /// <param name="place">In [0, <see cref="Count"/>).</param>
    public long At(long place)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(place);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(place, Count);
        var number = (ulong)place;
        do number = Shuffle(number);
        while (number >= (ulong)Count);
        return (long)number;
    }

    private ulong Shuffle(ulong number)
    {
        var mask = (1UL << _half) - 1;
        var (left, right) = (number >> _half, number & mask);
        foreach (var key in _keys) (left, right) = (right, left ^ (AddressedDraws.Mix(right ^ key) & mask));
        return left << _half | right;
    }
}
