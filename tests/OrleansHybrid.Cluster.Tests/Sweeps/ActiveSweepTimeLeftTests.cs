using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Sweeps.Protocol;

namespace OrleansHybrid.Cluster.Tests.Sweeps;

/// <summary>When a sweep may be done, as its status tells.</summary>
public sealed class ActiveSweepTimeLeftTests : ActiveSweepBench
{
    private const string Unequal = """
        name: unequal
        metric: {name: top1}
        parameters: {contrastive_loss: {values: [none, sc]}}
        recipe: {epochs: 6}
        """;

    [Fact]
    public void Left_OfUnequalTrials_FollowsThePaceOfTheFirst_AndWhatTheSettingsOfTheNextCost()
    {
        var sweep = Sweep(Unequal);
        var lease = sweep.Lease(Cores(A, "cpu0"))!;
        Beat(10);
        Assert.Null(sweep.Status().Left);

        Clock.Advance(TimeSpan.FromSeconds(20));
        Beat(30);

        Assert.Equal(TimeSpan.FromSeconds(70 + 300), sweep.Status().Left!.Time);
        Clock.Advance(TimeSpan.FromSeconds(70));
        sweep.Done(0, Completed(0.5) with { PastSeconds = 110 });
        sweep.Lease(Cores(A, "cpu0"));
        Assert.Equal(TimeSpan.FromSeconds(330), sweep.Status().Left!.Time);

        void Beat(int step) =>
            sweep.Heartbeat([Alive(lease, attempt: 1) with { Progress = Progress(step) }]);
    }

    [Fact]
    public void Left_OfATrialThatIsResumed_CountsTheRestOfIt()
    {
        var sweep = Sweep(Unequal + "\nmax_concurrent_trials: 1");
        var lease = sweep.Lease(Cores(A, "cpu0"))!;
        Beat(0);
        Clock.Advance(TimeSpan.FromSeconds(20));
        Beat(20);
        sweep.Release(0, lease.Key, Preempted(1), ReleaseReason.Notice, null);
        sweep.Done(1, Completed(0.5) with { PastSeconds = 300 });
        lease = sweep.Lease(Cores(A, "cpu0"))!;
        Clock.Advance(TimeSpan.FromSeconds(1));
        Beat(20);

        Assert.Equal(TimeSpan.FromSeconds(80), sweep.Status().Left!.Time);

        void Beat(int step) =>
            sweep.Heartbeat([Alive(lease, attempt: 1) with { Progress = Progress(step) }]);
    }

    private static LiveProgress Progress(int step) => new()
    {
        Epoch = 0,
        Step = step,
        Steps = 100,
        TrainLoss = 1,
        Alpha = 0.5,
        LearningRate = 0.1,
        ImagesPerSecond = 100,
        Images = 0,
    };
}
