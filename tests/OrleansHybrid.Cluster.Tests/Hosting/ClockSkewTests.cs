using OrleansHybrid.Cluster.Connection;
using OrleansHybrid.Cluster.Tests.Testing;

namespace OrleansHybrid.Cluster.Tests.Hosting;

public class ClockSkewTests
{
    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(4.9, 0, false)]
    [InlineData(-4.9, 0, false)]
    [InlineData(5.1, 0, true)]
    [InlineData(-5.1, 0, true)]
    [InlineData(600, 2, true)]
    [InlineData(-3600, 2, true)]
    [InlineData(6, 2, false)]
    public void IsTooLarge_OnlyBeyondWhatTheWayToTheServerMayExplain(double ahead, double uncertainty, bool isTooLarge) =>
        Assert.Equal(isTooLarge, new ClockSkew(TimeSpan.FromSeconds(ahead), TimeSpan.FromSeconds(uncertainty)).IsTooLarge);

    [Theory]
    [InlineData(6.2, "is 6.2 s ahead of that of redis:10.0.0.5:6379")]
    [InlineData(-600, "is 0h 10m 0s behind that of redis:10.0.0.5:6379")]
    [InlineData(90_061, "is 25h 1m 1s ahead of")]
    public void Explain_HasTheFigureAndTheRemedy(double ahead, string expected)
    {
        var words = new ClockSkew(TimeSpan.FromSeconds(ahead), TimeSpan.Zero).Explain(
            RedisServer.Parse("redis:10.0.0.5:6379,password=secret"));

        Assert.Contains(expected, words, StringComparison.Ordinal);
        Assert.Contains("timedatectl set-ntp true", words, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(600)]
    [InlineData(-3600)]
    public async Task Measure_OfAShiftedClock_IsItsShift(double shift)
    {
        using var redis = new RedisProcess();
        await using var line = new RedisLine(redis.Server);

        var skew = await ClockSkew.Measure(line, new ShiftedClock { Shift = TimeSpan.FromSeconds(shift) }, samples: 5);

        Assert.InRange(
            (skew.Ahead - TimeSpan.FromSeconds(shift)).Duration(), TimeSpan.Zero, skew.Uncertainty + TimeSpan.FromMilliseconds(1));
    }
}
