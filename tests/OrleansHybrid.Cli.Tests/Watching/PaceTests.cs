using OrleansHybrid.Cli.Watching;

namespace OrleansHybrid.Cli.Tests.Watching;

public class PaceTests
{
    [Fact]
    public void Remaining_BeforeAnyProgress_IsUnknown()
    {
        var pace = new Pace();

        Assert.Null(pace.Remaining(0.5, TimeSpan.FromSeconds(1)));
        Assert.Null(pace.Remaining(0.505, TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public void Remaining_OfAResumedSweep_GoesByWhatWasDoneUnderWatch()
    {
        var pace = new Pace();
        pace.Remaining(0.5, TimeSpan.FromSeconds(10));

        // A quarter of the whole took 100 s, so the last quarter takes as long.
        Assert.Equal(TimeSpan.FromSeconds(100), pace.Remaining(0.75, TimeSpan.FromSeconds(110)));
        Assert.Equal(TimeSpan.Zero, pace.Remaining(1, TimeSpan.FromSeconds(210)));
    }
}
