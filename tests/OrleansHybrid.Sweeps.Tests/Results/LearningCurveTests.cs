using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Tests.Trials;

namespace OrleansHybrid.Sweeps.Tests.Results;

public sealed class LearningCurveTests
{
    [Fact]
    public void Of_SeedsThatHaveComeDifferentlyFar_IsOverThoseThatHaveTheEpoch()
    {
        var curve = LearningCurve.Of([[Make.Epoch(1, 1), Make.Epoch(2, 4)], [Make.Epoch(1, 3)]], epoch => epoch.TrainLoss);

        Assert.Equal([(1, 2, 2.0), (2, 1, 4.0)], curve.Select(point => (point.Epoch, point.Value.Count, point.Value.Mean)));
        Assert.Equal([Math.Sqrt(2), null], curve.Select(point => point.Value.Std));
    }

    [Fact]
    public void Of_EpochsWithoutTheNumber_LeavesThemOut()
    {
        Assert.Empty(LearningCurve.Of([Make.Epochs(1, 3)], epoch => epoch.Accuracy?.Top1));
        Assert.Equal(
            [2], LearningCurve.Of([[Make.Epoch(1, double.NaN), Make.Epoch(2)]], epoch => epoch.TrainLoss).Select(point => point.Epoch));
    }

    [Fact]
    public void Of_VeryManyEpochs_KeepsTheFirstAndTheLastAndAboutAsManyAsAskedFor()
    {
        var curve = LearningCurve.Of([Make.Epochs(1, 1_000)], epoch => epoch.TrainLoss);

        Assert.InRange(curve.Count, 90, 101);
        Assert.Equal((1, 1_000), (curve[0].Epoch, curve[^1].Epoch));
    }
}
