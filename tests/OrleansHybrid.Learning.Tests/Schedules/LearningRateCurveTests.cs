using OrleansHybrid.Learning.Schedules;
using OrleansHybrid.Learning.Tests.Reference;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Text;

namespace OrleansHybrid.Learning.Tests.Schedules;

public class LearningRateCurveTests
{
    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(119, 0.5)]
    [InlineData(120, 0.05)]
    [InlineData(159, 0.05)]
    [InlineData(160, 0.005)]
    [InlineData(199, 0.005)]
    public void At_PaperRecipe_FallsTenfoldAtEpochs120And160(int epoch, double expected) =>
        Assert.Equal(expected, LearningRateCurve.At(new Recipe(), epoch, step: 3, stepsPerEpoch: 10), 1e-12);

    [Theory]
    [InlineData(0, 0, 0.05)]
    [InlineData(0, 3, 0.2)]
    [InlineData(1, 0, 0.25)]
    [InlineData(2, 1, 0.5)]
    [InlineData(2, 2, 0.5)]
    public void At_WarmUpOfTwoAndAHalfEpochs_RisesByStepToTheFullRate(int epoch, int step, double expected) =>
        Assert.Equal(expected, LearningRateCurve.At(new Recipe { WarmupEpochs = 2.5 }, epoch, step, stepsPerEpoch: 4), 1e-12);

    public static TheoryData<string, double> References =>
        [.. Golden.Read<Golden.Schedules>("schedules").LearningRate.Select(one => (one.Schedule, one.Warmup))];

    [Theory]
    [MemberData(nameof(References))]
    public void At_EveryStep_AgreesWithTheReference(string schedule, double warmup)
    {
        const int epochs = 20, steps = 3;
        var cases = Golden.Read<Golden.Schedules>("schedules").LearningRate;
        var expected = cases.Single(one => one.Schedule == schedule && one.Warmup == warmup).Rates;
        var name = Enum.GetValues<LrSchedule>().Single(one => one.Spelled() == schedule);
        var recipe = new Recipe { Epochs = epochs, WarmupEpochs = warmup, LrSchedule = name };
        Assert.Equal(epochs * steps, expected.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], LearningRateCurve.At(recipe, i / steps, i % steps, steps), 1e-14);
    }

    [Fact]
    public void At_MilestoneWhoseProductRoundsUp_StillFallsAtTheWholeEpoch()
    {
        // 0.55 · 100 is 55.00000000000001 in double precision.
        var recipe = new Recipe { Epochs = 100, LrMilestones = [0.55] };
        Assert.Equal(0.5, LearningRateCurve.At(recipe, 54, 0, 10), 1e-12);
        Assert.Equal(0.05, LearningRateCurve.At(recipe, 55, 0, 10), 1e-12);
    }
}
