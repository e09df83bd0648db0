namespace OrleansHybrid.Learning.Data;

/// <summary>
/// numpy's legacy <c>RandomState(seed)</c> as far as the published long-tailed benchmark needs it: MT19937 (Matsumoto
/// and Nishimura, 1998) seeded by <c>init_genrand</c>, as numpy does for an integer seed, and <c>shuffle</c> of a 1-d array.
/// </summary>
public sealed class NumpyLegacyRandom
{
    private const int Length = 624, Distance = 397;
    private readonly uint[] _state = new uint[Length];
    private int _position = Length;

    public NumpyLegacyRandom(uint seed)
    {
        _state[0] = seed;
        for (var i = 1; i < Length; i++)
            _state[i] = 1812433253u * (_state[i - 1] ^ (_state[i - 1] >> 30)) + (uint)i;
    }

    /// <summary>32 uniform bits: the generator's <c>genrand_int32</c>.</summary>
    public uint NextBits()
    {
        if (_position == Length) Refill();
        var bits = _state[_position++];
        bits ^= bits >> 11;
        bits ^= (bits << 7) & 0x9D2C5680;
        bits ^= (bits << 15) & 0xEFC60000;
        return bits ^ (bits >> 18);
    }

    /// <summary>Puts the items in random order exactly as <c>RandomState.shuffle</c> does with a 1-d ndarray.</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = (int)NextInterval((uint)i);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>Uniform in [0, <paramref name="max"/>]: numpy's <c>random_interval</c> draws under a bit mask until it fits.</summary>
    private uint NextInterval(uint max)
    {
        var mask = uint.MaxValue >> System.Numerics.BitOperations.LeadingZeroCount(max);
        while (true)
        {
            var value = NextBits() & mask;
            if (value <= max) return value;
        }
    }

    private void Refill()
    {
        for (var i = 0; i < Length; i++)
        {
            var joined = (_state[i] & 0x80000000) | (_state[(i + 1) % Length] & 0x7FFFFFFF);
            _state[i] = _state[(i + Distance) % Length] ^ (joined >> 1) ^ (0x9908B0DF & (0 - (joined & 1)));
        }

        _position = 0;
    }
}
