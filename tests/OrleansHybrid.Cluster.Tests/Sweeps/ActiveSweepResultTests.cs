using OrleansHybrid.Cluster.Tests.Testing;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Tests.Sweeps;

/// <summary>What has ended, and the best of it.</summary>
public sealed class ActiveSweepResultTests : ActiveSweepBench
{
    [Fact]
    public void Done_WithoutALease_IsTrueAllTheSame()
    {
        var sweep = Sweep(SweepFiles.OfTrials(2));

        sweep.Done(1, Completed(0.8));
        sweep.Done(1, Completed(0.8));

        Assert.Equal((1, 0.8), (sweep.Status().Count(TrialState.Completed), sweep.Status().Best!.Objective));
    }

    [Fact]
    public void Best_FollowsTheGoalOfTheMetric()
    {
        var sweep = Sweep(SweepFiles.OfTrials(3, more: "metric: { name: top1, goal: minimize }"));

        sweep.Done(0, Completed(0.8));
        sweep.Done(1, Completed(0.2));
        sweep.Done(2, Completed(0.5));

        Assert.Equal((1, 0.2), (sweep.Status().Best!.Index, sweep.Status().Best!.Objective));
    }
}
