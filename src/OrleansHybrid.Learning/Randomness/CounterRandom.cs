using System.Numerics;

namespace OrleansHybrid.Learning.Randomness;

/// <summary>The purpose of a stream of random numbers. The numbers are part of every result: never renumber them.</summary>
public enum RandomPurpose
{
    Initialisation = 1,
    ContrastiveSampler = 2,
    ClassifierSampler = 3,
    ContrastiveFirstView = 4,
    ContrastiveSecondView = 5,
    ClassifierView = 6,
    SyntheticImages = 7,
    Alpha = 8,
    LinearProbe = 9,
}

/// <summary>
/// A seeded stream of random numbers with an address: the same (seed, purpose, epoch, step) gives the same draws
/// whatever was drawn before, so a resumed run draws what the undisturbed one would and no generator state needs
/// saving. The generator is xoshiro256** (Blackman and Vigna, 2018), seeded by SplitMix64 over the address.
/// </summary>
public struct CounterRandom
{
    private ulong _s0, _s1, _s2, _s3;

    public CounterRandom(long seed, RandomPurpose purpose, long epoch = 0, long step = 0)
    {
        var mixer = Absorb(Absorb(Absorb(Absorb(0, (ulong)seed), (ulong)purpose), (ulong)epoch), (ulong)step);
        (_s0, _s1, _s2, _s3) = (SplitMix(ref mixer), SplitMix(ref mixer), SplitMix(ref mixer), SplitMix(ref mixer));
    }

    /// <summary>64 uniform bits.</summary>
    public ulong NextBits()
    {
        var result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        var shifted = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= shifted;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>Uniform in [0, 1), 53 bits.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [0, 1), 24 bits.</summary>
    public float NextSingle() => (NextBits() >> 40) * (1f / (1 << 24));

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

    /// <summary>Standard normal (Box and Muller, 1958).</summary>
    public double NextGaussian()
    {
        var radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        return radius * Math.Cos(2 * Math.PI * NextDouble());
    }

    /// <summary>From the symmetric beta distribution of a shape, in [0, 1] (Jöhnk, 1964; quick where the shape is below one).</summary>
    public double NextBeta(double shape)
    {
        while (true)
        {
            var (x, y) = (Math.Pow(1 - NextDouble(), 1 / shape), Math.Pow(1 - NextDouble(), 1 / shape));
            if (x + y <= 1) return x / (x + y);
        }
    }

    /// <summary>Puts the items in uniformly random order (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = NextInt(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private static ulong Absorb(ulong state, ulong word)
    {
        var mixer = state ^ word;
        return SplitMix(ref mixer);
    }

    private static ulong SplitMix(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        var z = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
