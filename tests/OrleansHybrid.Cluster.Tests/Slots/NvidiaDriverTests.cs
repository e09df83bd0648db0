using OrleansHybrid.Cluster.Slots;

namespace OrleansHybrid.Cluster.Tests.Slots;

public class NvidiaDriverTests
{
    [Theory]
    [InlineData("570.133.20\n570.133.20\n", "[N/A]\n[N/A]\n", "570.133.20", false, false)]
    [InlineData("535.230.02\n", "Disabled\n", "535.230.02", false, false)]
    [InlineData("570.133.20\n570.133.20\n", "Disabled\nEnabled\n", "570.133.20", true, false)]
    [InlineData("470.256.02\n", "Disabled\n", "470.256.02", false, true)]
    [InlineData("525.60.11\n", "Disabled\n", "525.60.11", false, true)]
    [InlineData("525.60.13\n", "Disabled\n", "525.60.13", false, false)]
    [InlineData("a new scheme\n", "Disabled\n", "a new scheme", false, false)]
    public void Find_ReadsWhatTheDriverTells(string versions, string modes, string version, bool hasParts, bool isTooOld)
    {
        var driver = NvidiaDriver.Find(
            column => new DriverAnswer.Said(column == "driver_version" ? versions : modes))!;

        Assert.Equal(new(version, hasParts), driver);
        Assert.Equal(isTooOld, driver.IsTooOld);
    }

    [Fact]
    public void Find_OfAnOldDriver_ThatKnowsNoParts_TellsItsVersion() => Assert.Equal(
        new("390.157", HasParts: false),
        NvidiaDriver.Find(column => column == "driver_version"
            ? new DriverAnswer.Said("390.157\n")
            : new DriverAnswer.Failed("nvidia-smi ended with 2")));

    [Fact]
    public void Find_WhereItDoesNotTell_IsNull()
    {
        Assert.Null(NvidiaDriver.Find(_ => new DriverAnswer.HasNoGpus("nvidia-smi is not here")));
        Assert.Null(NvidiaDriver.Find(_ => new DriverAnswer.Said("")));
    }
}
