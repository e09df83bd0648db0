using OrleansHybrid.Cluster.Slots;

namespace OrleansHybrid.Cluster.Tests.Slots;

public class SlotPoolTests
{
    [Fact]
    public void Take_ThenReturn_FreesTheSlotsInTheirOrder()
    {
        var pool = SlotPool.OfCores(3);

        var taken = pool.Take(["cpu0", "cpu2"]);
        Assert.Equal(["cpu1"], pool.Free);

        pool.Return(taken);
        Assert.Equal(["cpu0", "cpu1", "cpu2"], pool.Free);
    }

    [Fact]
    public void Take_OfABusySlot_IsABug()
    {
        var pool = SlotPool.OfCores(2);
        pool.Take(["cpu0"]);

        Assert.Throws<InvalidOperationException>(() => pool.Take(["cpu0"]));
    }

    [Fact]
    public void OfGpus_WithMoreSlotsThanGpus_SharesThem()
    {
        var pool = SlotPool.OfGpus([Gpu(0), Gpu(3)], slots: 4);

        Assert.Equal(["gpu0.0", "gpu3.0", "gpu0.1", "gpu3.1"], pool.Free);
        Assert.Equal([0, 3, 0, 3], pool.Take(pool.Free).Select(slot => slot.Gpu!.Index));
    }

    [Fact]
    public void OfGpus_OneSlotEach_AreNamedForThem() => Assert.Equal(["gpu0", "gpu1"], SlotPool.OfGpus([Gpu(0), Gpu(1)], slots: 2).Free);

    [Fact]
    public void SetAside_AGpu_TakesItsFreeSlotsOutUntilItIsBack()
    {
        var pool = SlotPool.OfGpus([Gpu(0), Gpu(1)], slots: 4);
        var busy = pool.Take(["gpu0.1"]);

        pool.SetAside(Gpu(0), "it is lost");
        Assert.Equal(["gpu1.0", "gpu1.1"], pool.Free);
        Assert.Equal((3, 1), (pool.Total, pool.Busy));
        Assert.Equal(["gpu0.0"], Assert.Single(pool.Aside).Slots.Slots);

        pool.Return(busy);
        Assert.Equal((2, 0), (pool.Total, pool.Busy));
        Assert.Equal("gpu0.0 gpu0.1: it is lost", $"{Assert.Single(pool.Aside).Slots}");

        pool.TakeBack(Gpu(0));
        Assert.Equal(["gpu0.0", "gpu1.0", "gpu0.1", "gpu1.1"], pool.Free);
        Assert.Empty(pool.Aside);
    }

    private static Gpu Gpu(int index) => new(index, $"GPU-{index}", "NVIDIA A100", 40_960);
}
