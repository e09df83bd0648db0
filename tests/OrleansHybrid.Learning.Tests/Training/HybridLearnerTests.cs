using OrleansHybrid.Learning.Checkpoints;
using OrleansHybrid.Learning.Training;
using OrleansHybrid.Sweeps.Settings;
using TorchSharp;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Tests.Training;

public class HybridLearnerTests
{
    [Theory]
    [InlineData(ContrastiveLossName.Sc)]
    [InlineData(ContrastiveLossName.Psc)]
    [InlineData(ContrastiveLossName.None)]
    [InlineData(ContrastiveLossName.Uc)]
    [InlineData(ContrastiveLossName.Mpsc)]
    [InlineData(ContrastiveLossName.BalScl)]
    public void Step_Again_LeavesNoTensorBehind(ContrastiveLossName loss)
    {
        using var learner = Learner(loss, AlphaSchedule.Constant);
        learner.Step(0, 0);
        learner.ReadLosses();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var step = 1; step < 4; step++) learner.Step(0, step);
        learner.ReadLosses();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Theory]
    [InlineData(ClassifierLossName.Focal)]
    [InlineData(ClassifierLossName.Ldam)]
    [InlineData(ClassifierLossName.BalancedSoftmax)]
    [InlineData(ClassifierLossName.LogitAdjustment)]
    public void Step_AgainWithReweightingAndAverages_LeavesNoTensorBehind(ClassifierLossName loss)
    {
        using var learner = new HybridLearner(
            new TinyTrial("", ContrastiveLossName.Psc).Recipe with
            {
                ClassifierLoss = loss,
                DrwFrom = 0,
                PrototypeUpdate = PrototypeUpdate.Ema,
                AlphaSchedule = AlphaSchedule.Constant,
            },
            TinyTrial.Data.Train,
            CPU);
        learner.Step(0, 0);
        learner.ReadLosses();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var step = 1; step < 4; step++) learner.Step(0, step);
        learner.ReadLosses();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Step_ConstantAlpha_WeighsTheTwoLosses()
    {
        using var learner = Learner(ContrastiveLossName.Sc, AlphaSchedule.Constant, alpha: 0.3);
        var losses = Losses(learner);
        Assert.Equal(0.3 * losses.Contrastive + 0.7 * losses.Classifier, losses.Train, 1e-5);
        Assert.True(losses.Contrastive > 0 && losses.Classifier > 0);
    }

    [SlowTheory]
    [InlineData(ContrastiveLossName.Sc)]
    [InlineData(ContrastiveLossName.Psc)]
    public void Step_Bfloat16_StaysNearFloat32AndKeepsTheWeightsInIt(ContrastiveLossName loss)
    {
        var recipe = new TinyTrial("", loss).Recipe with { AlphaSchedule = AlphaSchedule.Constant, BatchSize = 32 };
        using var full = new HybridLearner(recipe, TinyTrial.Data.Train, CPU);
        using var half = new HybridLearner(recipe with { Precision = TrainingPrecision.Bfloat16 }, TinyTrial.Data.Train, CPU);

        var (expected, actual) = (Losses(full), Losses(half));

        Assert.NotEqual(expected, actual);
        Assert.Equal(expected.Contrastive, actual.Contrastive, 0.05);
        Assert.Equal(expected.Classifier, actual.Classifier, 0.05);
        Assert.All(half.Network.named_parameters(), entry => Assert.Equal(float32, entry.parameter.dtype));
    }

    [Fact]
    public void Step_Psc_MovesThePrototypes()
    {
        using var scope = NewDisposeScope();
        using var learner = Learner(ContrastiveLossName.Psc, AlphaSchedule.Constant);
        var before = learner.Network.Prototypes()!.clone();
        learner.Step(0, 0);
        Assert.True((learner.Network.Prototypes()! - before).abs().max().item<float>() > 1e-4);
    }

    [Theory]
    [InlineData(ContrastiveLossName.Psc)]
    [InlineData(ContrastiveLossName.Mpsc)]
    [InlineData(ContrastiveLossName.BalScl)]
    public void Step_PrototypesAsMovingAverages_MoveByTheirMomentumAndStayOnTheSphere(ContrastiveLossName loss)
    {
        using var scope = NewDisposeScope();
        using HybridLearner slow = Average(loss, momentum: 0.9), still = Average(loss, momentum: 1);
        var before = slow.Network.Prototypes()!.clone();

        slow.Step(0, 0);
        still.Step(0, 0);

        var moved = (slow.Network.Prototypes()! - before).abs().max().item<float>();
        Assert.InRange(moved, 1e-3f, 0.3f);
        Assert.Equal(0, (still.Network.Prototypes()! - before).abs().max().item<float>(), 1e-6f);
        Assert.All(slow.Network.Prototypes()!.norm(-1).flatten().data<float>().ToArray(), norm => Assert.Equal(1, norm, 1e-5f));
    }

    [Theory]
    [InlineData(56, 16, 4)]
    [InlineData(56, 14, 4)]
    [InlineData(56, 100, 1)]
    public void StepsPerEpoch_BatchSize_RoundsUp(int images, int batch, int expected)
    {
        Assert.Equal(images, TinyTrial.Data.Train.Count);
        using var learner = new HybridLearner(
            new TinyTrial("", ContrastiveLossName.None).Recipe with { BatchSize = batch }, TinyTrial.Data.Train, CPU);
        Assert.Equal(expected, learner.StepsPerEpoch);
    }

    [Theory]
    [InlineData(16, BatchUnit.Images, 4, 32)]
    [InlineData(32, BatchUnit.Views, 4, 32)]
    [InlineData(33, BatchUnit.Views, 4, 32)]
    public void StepsPerEpoch_BatchUnit_SaysWhatTheBatchSizeCounts(int size, BatchUnit unit, int steps, int views)
    {
        using var scope = NewDisposeScope();
        var recipe = new TinyTrial("", ContrastiveLossName.Sc).Recipe with { BatchSize = size, BatchUnit = unit };
        using var learner = new HybridLearner(recipe, TinyTrial.Data.Train, CPU);
        using var batch = new HybridBatch(recipe, TinyTrial.Data.Train);
        Assert.Equal(steps, learner.StepsPerEpoch);
        var drawn = batch.Draw(0, 0, contrastive: true, classifier: true);
        Assert.Equal((views, views / 2), ((int)drawn.ContrastiveLabels!.shape[0], (int)drawn.ClassifierLabels!.shape[0]));
    }

    [Fact]
    public void ReadLosses_AfterSeveralSteps_GivesEachStepsInOrderOnce()
    {
        using HybridLearner late = Learner(
            ContrastiveLossName.Psc, AlphaSchedule.Constant), early = Learner(ContrastiveLossName.Psc, AlphaSchedule.Constant);
        var read = new List<StepLosses>();
        for (var step = 0; step < 3; step++)
        {
            late.Step(0, step);
            early.Step(0, step);
            read.AddRange(early.ReadLosses());
        }

        Assert.Equal(3, read.Distinct().Count());
        Assert.Equal(read, late.ReadLosses());
        Assert.Empty(late.ReadLosses());
    }

    private static StepLosses Losses(HybridLearner learner)
    {
        learner.Step(0, 0);
        return learner.ReadLosses().Single();
    }

    private static HybridLearner Average(ContrastiveLossName loss, double momentum) => new(
        new TinyTrial("", loss).Recipe with { PrototypeUpdate = PrototypeUpdate.Ema, PrototypeMomentum = momentum },
        TinyTrial.Data.Train,
        CPU);

    private static HybridLearner Learner(ContrastiveLossName loss, AlphaSchedule schedule, double alpha = 0.5) =>
        new(new TinyTrial("", loss).Recipe with { AlphaSchedule = schedule, Alpha = alpha }, TinyTrial.Data.Train, CPU);
}
