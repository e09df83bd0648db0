using Microsoft.Extensions.Time.Testing;
using OrleansHybrid.Cluster.Clocks;

namespace OrleansHybrid.Cluster.Tests.Hosting;

public sealed class AwakeTimeTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly AwakeTime _awake;

    public AwakeTimeTests() => _awake = new(_clock);

    public void Dispose() => _awake.Dispose();

    [Fact]
    public void Timestamps_WhileTheProcessRuns_AreThoseOfTheClock()
    {
        var begun = _awake.GetTimestamp();
        Run(TimeSpan.FromMinutes(3));

        Assert.Equal(TimeSpan.FromMinutes(3), _awake.GetElapsedTime(begun));
    }

    [Fact]
    public void Timestamps_AfterAStandstill_LeaveItOut_ForWhoeverReadsFirst()
    {
        var begun = _awake.GetTimestamp();
        Run(TimeSpan.FromSeconds(30));
        _clock.Advance(TimeSpan.FromMinutes(14));

        Assert.InRange(_awake.GetElapsedTime(begun), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(36));
        Run(TimeSpan.FromSeconds(30));
        Assert.InRange(_awake.GetElapsedTime(begun), TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(66));
    }

    [Fact]
    public void GetUtcNow_IsTheClockOnTheWall()
    {
        _clock.Advance(TimeSpan.FromMinutes(14));

        Assert.Equal(_clock.GetUtcNow(), _awake.GetUtcNow());
    }

    [Fact]
    public void Wait_OverAStandstill_IsAsLongAsWithoutOne()
    {
        var wait = Task.Delay(TimeSpan.FromMinutes(10), _awake, TestContext.Current.CancellationToken);
        Run(TimeSpan.FromMinutes(2));
        _clock.Advance(TimeSpan.FromMinutes(14));
        Assert.False(wait.IsCompleted);

        Run(TimeSpan.FromMinutes(7));
        Assert.False(wait.IsCompleted);
        Run(TimeSpan.FromMinutes(1));
        Assert.True(wait.IsCompleted);
    }

    [Fact]
    public void PeriodicTimer_TicksAfterAStandstill()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), _awake);
        Assert.True(Ticks());
        Assert.True(Ticks());
        _clock.Advance(TimeSpan.FromMinutes(14));
        Assert.True(Ticks());

        bool Ticks()
        {
            var tick = timer.WaitForNextTickAsync(TestContext.Current.CancellationToken).AsTask();
            Run(TimeSpan.FromSeconds(2));
            return tick.IsCompleted;
        }
    }

    private void Run(TimeSpan time)
    {
        for (var second = 0; second < time.TotalSeconds; second++) _clock.Advance(TimeSpan.FromSeconds(1));
    }
}
