using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Tests.Definition;

public sealed class ProtocolJsonTests
{
    [Fact]
    public void Read_OfATextThatLacksARequiredMember_LeavesTheMembersDefault()
    {
        var epoch = ProtocolJson.Read<EpochMetrics>("""{"epoch":3}""");

        Assert.Equal((3, 0, null), (epoch.Epoch, epoch.Step, epoch.Accuracy));
        Assert.Equal(LiveProgress.None, ProtocolJson.Read<LiveProgress>("{}"));
    }

    [Fact]
    public void Read_OfAnOrderThatLacksWhatHasADefault_TakesThatDefault()
    {
        var order = ProtocolJson.Read<TrainingOrder>("""{"trial":{"sweep":"sweep","index":3}}""");

        Assert.Equal(("cpu", 1), (order.Device, order.Threads));
    }
}
