using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansHybrid.Cluster.Connection;
using OrleansHybrid.Cluster.Storage;
using OrleansHybrid.Cluster.Tests.Testing;
using OrleansHybrid.Silo;
using OrleansHybrid.Silo.Preemption;

namespace OrleansHybrid.Cluster.Tests.Hosting;

/// <summary>What a silo makes of what its Redis server tells it.</summary>
public sealed class StoreWatchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RedisProcess _redis = new();
    private readonly ShiftedClock _clock = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public void Dispose()
    {
        _redis.Dispose();
        _services.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(600)]
    [InlineData(-20)]
    public async Task Begin_WithAClockThatIsOff_IsRefusedWithTheFigure(double shift)
    {
        await using var watch = Watch();
        _clock.Shift = TimeSpan.FromSeconds(shift);

        var refusal = await Assert.ThrowsAsync<ClusterException>(watch.Begin);

        Assert.Contains(shift > 0 ? "ahead of" : "behind", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(_redis.Setting, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clock_ThatStepsWhileTheSiloRuns_IsTroubleUntilItIsSetRight()
    {
        await using var watch = Watch();
        await watch.Begin();
        await watch.StartAsync(TestContext.Current.CancellationToken);
        Assert.Null(watch.Trouble);

        _clock.Shift = TimeSpan.FromHours(1);
        await Eventually.Is(() => watch.Trouble?.Contains("ahead of", StringComparison.Ordinal) is true, "the clock is found to be off");
        _clock.Shift = TimeSpan.Zero;
        await Eventually.Is(() => watch.Trouble is null, "the clock is found to be right");
    }

    [Fact]
    public async Task Silo_WhoseServerGoesBackInTime_LeavesAndSaysWhy()
    {
        await using var control = await TestSilo.Start(TestSilo.MemberOptions(_folder.Path, _redis.Server, SiloRole.Control, "control"));
        await using var gpu = await TestSilo.Start(TestSilo.MemberOptions(_folder.Path, _redis.Server, SiloRole.Gpu, "gpu"));
        await using var line = new RedisLine(_redis.Server);
        await Eventually.Is(async () => await Count(line, 0) > 1, "the seconds are counted");

        await Count(line, -2);

        await Task.WhenAll(control.Leaving, gpu.Leaving);
        Assert.Contains("went back in time", control.Fault, StringComparison.Ordinal);
        Assert.Contains("went back in time", gpu.Fault, StringComparison.Ordinal);
    }

    private static Task<long> Count(RedisLine line, long change) =>
        line.Ask(connection => connection.GetDatabase().HashIncrementAsync(StoreHistory.Key, StoreHistory.Count, change));

    private StoreWatch Watch() => new(
        new(
            _redis.Server,
            new GrainStateStore.Redis(
                _redis.Server)), new Departure(), _services.GetRequiredService<IMeterFactory>(), _clock, NullLogger<StoreWatch>.Instance);
}
