using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Scheduling;

namespace OrleansHybrid.Cluster.Tests.Scheduling;

public sealed class QuietSweepsTests
{
    private static readonly TimeSpan Now = TimeSpan.FromDays(1);

    private readonly QuietSweeps _quiet = new(TimeSpan.FromSeconds(1));

    [Fact]
    public void IsNews_TheSameSlotsAgain_IsNone()
    {
        Assert.True(_quiet.IsNews(Offer("a", "cpu0")));
        Assert.False(_quiet.IsNews(Offer("a", "cpu0")));
        Assert.True(_quiet.IsNews(Offer("b", "cpu0")));
    }

    [Fact]
    public void IsNews_AnotherSlotIsFree_IsSome()
    {
        _quiet.IsNews(Offer("a", "cpu0"));
        Assert.True(_quiet.IsNews(Offer("a", "cpu0", "cpu1")));
        Assert.True(_quiet.IsNews(Offer("a", "cpu0")));
    }

    [Fact]
    public void IsQuiet_SweepThatHadNothing_UntilItHasRestedOrWakes()
    {
        Assert.False(_quiet.IsQuiet("one", Now));
        _quiet.HadNothing("one", Now);
        Assert.True(_quiet.IsQuiet("one", Now + TimeSpan.FromSeconds(0.9)));
        Assert.False(_quiet.IsQuiet("other", Now));
        Assert.False(_quiet.IsQuiet("one", Now + TimeSpan.FromSeconds(1)));
        _quiet.Wake("one");
        Assert.False(_quiet.IsQuiet("one", Now));
    }

    private static SlotOffer Offer(string agent, params string[] free) => new(agent, SlotKind.Cpu, free, 2);
}
