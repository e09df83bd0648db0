using OrleansHybrid.Sweeps.Search.Halving;

namespace OrleansHybrid.Sweeps.Tests.Search.Halving;

public sealed class RungsTests
{
    [Theory]
    [InlineData(200, 4, 3, "12 50 200")]
    [InlineData(81, 3, 5, "1 3 9 27 81")]
    [InlineData(900, 3, 3, "100 300 900")]
    [InlineData(100, 3, 2, "33 100")]
    [InlineData(5, 4, 4, "1 5")]
    [InlineData(7, 2, 1, "7")]
    public void Of_SomeRungs_DividesTheWhole(int epochs, int eta, int count, string expected) =>
        Assert.Equal(expected, string.Join(' ', Rungs.Of(epochs, eta, count).OrThrow()));

    // Doubles say five, three and six.
    [Theory]
    [InlineData(1, 243, 3, 6)]
    [InlineData(1, 1000, 10, 4)]
    [InlineData(1, 3125, 5, 6)]
    [InlineData(1, 242, 3, 5)]
    [InlineData(9, 200, 3, 3)]
    [InlineData(1, 1, 2, 1)]
    public void CountDownTo_OfAnyPower_IsExact(int leastEpochs, int epochs, int eta, int count) =>
        Assert.Equal(count, Rungs.CountDownTo(leastEpochs, epochs, eta));

    [Theory]
    [InlineData(9, 200, 3, "22 66 200")]
    [InlineData(200, 200, 3, "200")]
    [InlineData(1, 9, 3, "1 3 9")]
    public void DownTo_SomeEpochs_HasNoRungBelow(int leastEpochs, int epochs, int eta, string expected) =>
        Assert.Equal(expected, string.Join(' ', Rungs.DownTo(leastEpochs, epochs, eta).OrThrow()));

    [Theory]
    [InlineData(3, 100, 3, "3 9 27 81 100")]
    [InlineData(5, 5, 2, "5")]
    [InlineData(1, int.MaxValue, 46_340, "1 46340 2147395600 2147483647")]
    public void UpFrom_SomeEpochs_EndsWithTheWhole(int leastEpochs, int epochs, int eta, string expected) =>
        Assert.Equal(expected, string.Join(' ', Rungs.UpFrom(leastEpochs, epochs, eta).OrThrow()));

    [Theory]
    [InlineData(2, 27, 3, "3 9 27")]
    [InlineData(5, 27, 3, "1 3 9 27")]
    [InlineData(2, 5, 2, "1 2 5")]
    public void Bands_BelowMaxIter_AreThoseOfWandb(int bands, int epochs, int eta, string expected) =>
        Assert.Equal(expected, string.Join(' ', Rungs.Bands(bands, epochs, eta).OrThrow()));

    [Fact]
    public void Draft_OfBadRungs_SaysWhatIsWrong()
    {
        Fault(Rungs.Of(10, 1, 2), HalvingPart.Eta, "1 lets every configuration go on: give 2 or more, such as 3");
        Fault(Rungs.Of(10, 2, 0), HalvingPart.Rungs, "0 must be at least 1");
        Fault(Rungs.Of(0, 2, 1), HalvingPart.Epochs, "0 must be at least 1");
        Fault(Rungs.Bands(0, 2, 2), HalvingPart.Rungs, "0 must be at least 1");
        Fault(Rungs.DownTo(0, 10, 2), HalvingPart.LeastEpochs, "0 trains nothing to compare: give 1 or more");
        Fault(Rungs.UpFrom(11, 10, 2), HalvingPart.LeastEpochs,
            "11 lies beyond the end of a training, 10 epochs: lower it, or train longer");

        static void Fault(RungsDraft draft, HalvingPart part, string message)
        {
            Assert.Equal(new HalvingFault(part, message), draft.Fault);
            Assert.Throws<ArgumentException>(draft.OrThrow);
        }
    }
}
