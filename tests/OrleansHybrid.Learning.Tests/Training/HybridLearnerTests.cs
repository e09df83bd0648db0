using OrleansHybrid.Learning.Training;
using OrleansHybrid.Sweeps.Definition;
using TorchSharp;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Tests.Training;

public class HybridLearnerTests
{
    [Theory]
    [InlineData(ContrastiveLoss.Sc)]
    [InlineData(ContrastiveLoss.Psc)]
    [InlineData(ContrastiveLoss.None)]
    public void Step_Again_LeavesNoTensorBehind(ContrastiveLoss loss)
    {
        using var learner = Learner(loss, AlphaSchedule.Constant);
        learner.Step(0, 0);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var step = 1; step < 4; step++) learner.Step(0, step);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Step_ConstantAlpha_WeighsTheTwoLosses()
    {
        using var learner = Learner(ContrastiveLoss.Sc, AlphaSchedule.Constant, alpha: 0.3);
        var losses = learner.Step(0, 0);
        Assert.Equal(0.3 * losses.Contrastive + 0.7 * losses.Classifier, losses.Train, 1e-5);
        Assert.True(losses.Contrastive > 0 && losses.Classifier > 0);
    }

    [Fact]
    public void Step_Psc_MovesThePrototypes()
    {
        using var scope = NewDisposeScope();
        using var learner = Learner(ContrastiveLoss.Psc, AlphaSchedule.Constant);
        var before = learner.Network.Prototypes()!.clone();
        learner.Step(0, 0);
        Assert.True((learner.Network.Prototypes()! - before).abs().max().item<float>() > 1e-4);
    }

    [Theory]
    [InlineData(56, 16, 4)]
    [InlineData(56, 14, 4)]
    [InlineData(56, 100, 1)]
    public void StepsPerEpoch_BatchSize_RoundsUp(int images, int batch, int expected)
    {
        Assert.Equal(images, TinyTrial.Data.Train.Count);
        using var learner = new HybridLearner(new TinyTrial("", ContrastiveLoss.None).Recipe with { BatchSize = batch }, TinyTrial.Data.Train, CPU);
        Assert.Equal(expected, learner.StepsPerEpoch);
    }

    private static HybridLearner Learner(ContrastiveLoss loss, AlphaSchedule schedule, double alpha = 0.5) =>
        new(new TinyTrial("", loss).Recipe with { AlphaSchedule = schedule, Alpha = alpha }, TinyTrial.Data.Train, CPU);
}
