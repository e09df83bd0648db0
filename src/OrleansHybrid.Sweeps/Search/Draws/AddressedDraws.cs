namespace OrleansHybrid.Sweeps.Search.Draws;

/// <summary>
/// A search's random numbers at an address: the same (search seed, purpose, trial, key) gives the same numbers whatever was
/// drawn before, so another setting, another order or a restart changes no draw and no generator's state needs saving. The
/// numbers are those of SplitMix64 (Steele, Lea and Flood, 2014), begun at a mix of the address.
/// </summary>
/// <param name="seed">The search's seed.</param>
/// <param name="trial">Or whatever else is counted: a candidate, a digit.</param>
/// <param name="key">A setting's <see cref="KeyOf"/>, or 0 where a draw belongs to none.</param>
public struct AddressedDraws(long seed, DrawPurpose purpose, long trial = 0, ulong key = 0)
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private ulong _state = Mix(Mix(Mix(Mix(Golden ^ (ulong)seed) ^ (ulong)purpose) ^ (ulong)trial) ^ key);

    /// <summary>A setting's name as a part of an address (FNV-1a over its characters).</summary>
    public static ulong KeyOf(string name)
    {
        var hash = 0xCBF29CE484222325;
        foreach (var character in name) hash = (hash ^ character) * 0x100000001B3;
        return hash;
    }

    /// <summary>The finaliser of SplitMix64, moved on by its constant so that 0 does not stay 0.</summary>
    public static ulong Mix(ulong word)
    {
        var z = word + Golden;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>64 uniform bits.</summary>
    public ulong NextBits()
    {
        var bits = Mix(_state);
        _state += Golden;
        return bits;
    }

    /// <summary>Uniform in (0, 1), neither end among them, so that every distribution has an inverse there; 52 bits.</summary>
    public double NextQuantile() => ((NextBits() >> 12) + 0.5) * (1.0 / (1UL << 52));

    /// <summary>Uniform in [0, <paramref name="bound"/>), without bias (Lemire, 2019).</summary>
    public int NextInt(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        var threshold = (0UL - (ulong)bound) % (ulong)bound;
        while (true)
        {
            var high = Math.BigMul(NextBits(), (ulong)bound, out var low);
            if (low >= threshold) return (int)high;
        }
    }
}
