using OrleansHybrid.Sweeps.Text;

namespace OrleansHybrid.Sweeps.Tests.Definition;

public sealed class DurationsTests
{
    [Theory]
    [InlineData("90s", 90, "1m30s")]
    [InlineData("45m", 2_700, "45m")]
    [InlineData("12h", 43_200, "12h")]
    [InlineData("2d", 172_800, "2d")]
    [InlineData("1h30m", 5_400, "1h30m")]
    public void Parse_OfATime_ReadsItAndWritesItInOneForm(string text, int seconds, string written)
    {
        Assert.Equal(TimeSpan.FromSeconds(seconds), Durations.Parse(text));
        Assert.Equal(written, Durations.Write(TimeSpan.FromSeconds(seconds)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0s")]
    [InlineData("5")]
    [InlineData("30m1h")]
    [InlineData("-1h")]
    [InlineData("1.5h")]
    [InlineData("99999999999d")]
    public void Parse_OfSomethingElse_IsNull(string text) => Assert.Null(Durations.Parse(text));
}
