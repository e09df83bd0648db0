using OrleansHybrid.Learning.Data;

namespace OrleansHybrid.Learning.Tests.Data;

public sealed class NumpyLegacyRandomTests
{
    // The C++ standard, [rand.predef]: the 10,000th output of a default-constructed (seed 5489) mt19937.
    [Fact]
    public void NextBits_TenThousandthOfSeed5489_IsTheStandardsValue()
    {
        var random = new NumpyLegacyRandom(5489);
        for (var i = 1; i < 10_000; i++) random.NextBits();
        Assert.Equal(4123659995u, random.NextBits());
    }

    // The reference implementation's first outputs after init_genrand(5489).
    [Fact]
    public void NextBits_Seed5489_StartsAsTheReferenceDoes()
    {
        var random = new NumpyLegacyRandom(5489);
        uint[] expected = [3499211612, 581869302, 3890346734, 3586334585, 545404204];
        Assert.Equal(expected, expected.Select(_ => random.NextBits()));
    }

    // numpy.random.RandomState(0).permutation(10), which shuffles arange(10).
    [Fact]
    public void Shuffle_TenItemsSeedZero_IsNumpysOrder()
    {
        int[] items = [.. Enumerable.Range(0, 10)];
        new NumpyLegacyRandom(0).Shuffle<int>(items);
        Assert.Equal([2, 8, 4, 9, 1, 6, 7, 3, 0, 5], items);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Shuffle_NothingToOrder_DrawsNothing(int length)
    {
        var random = new NumpyLegacyRandom(7);
        random.Shuffle(new int[length].AsSpan());
        Assert.Equal(new NumpyLegacyRandom(7).NextBits(), random.NextBits());
    }
}
