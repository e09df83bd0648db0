using OrleansHybrid.Learning.Schedules;
using OrleansHybrid.Sweeps.Definition;

namespace OrleansHybrid.Learning.Tests.Schedules;

public class AlphaCurveTests
{
    [Theory]
    [InlineData(AlphaSchedule.Parabolic, 0, 1)]
    [InlineData(AlphaSchedule.Parabolic, 50, 0.9375)]
    [InlineData(AlphaSchedule.Parabolic, 100, 0.75)]
    [InlineData(AlphaSchedule.Parabolic, 200, 0)]
    [InlineData(AlphaSchedule.Linear, 0, 1)]
    [InlineData(AlphaSchedule.Linear, 50, 0.75)]
    [InlineData(AlphaSchedule.Linear, 200, 0)]
    [InlineData(AlphaSchedule.Constant, 0, 0.3)]
    [InlineData(AlphaSchedule.Constant, 199, 0.3)]
    public void At_Epoch_FollowsTheSchedule(AlphaSchedule schedule, int epoch, double expected) =>
        Assert.Equal(expected, AlphaCurve.At(new Recipe { AlphaSchedule = schedule, Alpha = 0.3, Epochs = 200 }, epoch));

    [Fact]
    public void At_NoContrastiveLoss_IsZero() =>
        Assert.Equal(0, AlphaCurve.At(new Recipe { ContrastiveLoss = ContrastiveLoss.None }, 0));
}
