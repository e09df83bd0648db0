using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OrleansHybrid.Cluster.Attempts;
using OrleansHybrid.Cluster.Clocks;
using OrleansHybrid.Cluster.Slots;

namespace OrleansHybrid.Cluster.Tests.Slots;

public sealed class SetAsideGpusTests
{
    private static readonly Gpu First = new(0, "GPU-0", "NVIDIA A100", 40_960), Second = new(1, "GPU-1", "NVIDIA A100", 40_960);

    private readonly FakeTimeProvider _time = new();
    private readonly SlotPool _pool = SlotPool.OfGpus([First, Second], slots: 2);
    private readonly HashSet<Gpu> _broken = [];
    private int _looks;

    private SetAsideGpus Gpus => field ??= new(
        _pool,
        (gpu, _) =>
        {
            _looks++;
            return Task.FromResult(_broken.Contains(gpu) ? "still lost" : null);
        },
        new ClusterTimings { GpuLook = TimeSpan.FromSeconds(10) },
        _time,
        NullLogger<SetAsideGpus>.Instance);

    [Fact]
    public async Task Look_AtAGpuThatWorksAgain_TakesItBack_AndLeavesTheOtherAside()
    {
        _broken.Add(Second);
        _pool.SetAside(First, "lost");
        _pool.SetAside(Second, "lost");

        await Look();

        Assert.Equal(["gpu0"], _pool.Free);
        Assert.Equal("gpu1: still lost", $"{Assert.Single(_pool.Aside).Slots}");
    }

    [Fact]
    public async Task Look_AtAGpuThatGoesOnFailing_IsMoreAndMoreSeldom()
    {
        _broken.Add(First);
        _pool.SetAside(First, "lost");

        for (var tick = 0; tick < 15; tick++) await Look();

        // After 0, 10, 30 and 70 s.
        Assert.Equal(4, _looks);
        Assert.Equal(["gpu1"], _pool.Free);
    }

    [Fact]
    public async Task Look_AtAGpuThatFailsSoonAfterItWasTakenBack_Waits()
    {
        _pool.SetAside(First, "lost");
        await Look();
        _pool.SetAside(First, "lost again");
        await Look();
        Assert.Equal(2, _looks);
        _pool.SetAside(First, "lost once more");
        await Look();
        Assert.Equal(2, _looks);

        await Look();
        Assert.Equal((3, 2), (_looks, _pool.Free.Length));
    }

    private async Task Look()
    {
        await Gpus.Look(CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(10));
    }
}
