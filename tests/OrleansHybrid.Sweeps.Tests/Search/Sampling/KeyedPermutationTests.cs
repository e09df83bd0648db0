using OrleansHybrid.Sweeps.Search.Sampling;

namespace OrleansHybrid.Sweeps.Tests.Search.Sampling;

public sealed class KeyedPermutationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(12)]
    [InlineData(255)]
    [InlineData(257)]
    [InlineData(15_625)]
    public void Order_OfAnyCount_HasEachNumberOnce(int count)
    {
        for (var seed = 0L; seed < 5; seed++)
        {
            var order = new KeyedPermutation(seed, count);
            Assert.Equal(Enumerable.Range(0, count).Select(i => (long)i), Enumerable.Range(0, count).Select(i => order.At(i)).Order());
        }
    }

    [Fact]
    public void Order_OverManySeeds_PutsEachNumberAtEachPlaceAlike()
    {
        const int count = 6, seeds = 20_000;
        var times = new int[count, count];
        for (var seed = 0L; seed < seeds; seed++)
        {
            var order = new KeyedPermutation(seed, count);
            for (var place = 0; place < count; place++) times[place, order.At(place)]++;
        }

        // Chi-square over 36 cells with 25 degrees of freedom: 52.6 is passed once in a thousand.
        var expected = seeds / (double)count;
        Assert.InRange(times.Cast<int>().Sum(time => (time - expected) * (time - expected) / expected), 0, 52.6);
    }

    [Fact]
    public void At_OfAHugeCount_IsFoundAtOnce()
    {
        var order = new KeyedPermutation(3, OrleansHybrid.Sweeps.Search.Spaces.Space.MostCounted);

        Assert.InRange(order.At(123_456_789_012), 0, order.Count - 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => order.At(order.Count));
    }
}
