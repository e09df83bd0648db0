using OrleansHybrid.Learning.Schedules;
using OrleansHybrid.Learning.Tests.Reference;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Text;

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
    [InlineData(AlphaSchedule.Cosine, 0, 1)]
    [InlineData(AlphaSchedule.Cosine, 100, 0.7071067811865476)]
    [InlineData(AlphaSchedule.TwoStage, 79, 1)]
    [InlineData(AlphaSchedule.TwoStage, 80, 0)]
    [InlineData(AlphaSchedule.ParabolicIncrement, 0, 0)]
    [InlineData(AlphaSchedule.ParabolicIncrement, 100, 0.25)]
    public void At_Epoch_FollowsTheSchedule(AlphaSchedule schedule, int epoch, double expected) =>
        Assert.Equal(expected, AlphaCurve.At(new Recipe { AlphaSchedule = schedule, Alpha = 0.3, AlphaSwitch = 0.4, Epochs = 200 }, epoch));

    public static TheoryData<AlphaSchedule> Schedules => [.. Enum.GetValues<AlphaSchedule>()];

    [Theory]
    [MemberData(nameof(Schedules))]
    public void At_EveryEpoch_AgreesWithTheReference(AlphaSchedule schedule)
    {
        var recipe = new Recipe { AlphaSchedule = schedule, Alpha = 0.3, AlphaSwitch = 0.35, Epochs = 20, Seed = 7 };
        var expected = Golden.Read<Golden.Schedules>("schedules").Alpha[schedule.Spelled()];
        Assert.Equal(20, expected.Length);
        for (var epoch = 0; epoch < 20; epoch++) Assert.Equal(expected[epoch], AlphaCurve.At(recipe, epoch), 1e-14);
    }

    [Fact]
    public void At_Beta_HasTheMomentsOfItsDistribution()
    {
        var recipe = new Recipe { AlphaSchedule = AlphaSchedule.Beta, Epochs = 20_000 };
        var draws = Enumerable.Range(0, recipe.Epochs).Select(epoch => AlphaCurve.At(recipe, epoch)).ToArray();

        // The moments of Beta(a, a) are 1/2 and 1/(4·(2a + 1)); five standard errors of the mean are 0.015.
        Assert.Equal(0.5, draws.Average(), 0.015);
        Assert.Equal(1 / (4 * 1.4), draws.Average(draw => (draw - 0.5) * (draw - 0.5)), 0.005);
        Assert.All(draws, draw => Assert.InRange(draw, 0, 1));
    }

    [Fact]
    public void At_BetaOfAnotherSeed_IsAnotherDraw()
    {
        var recipe = new Recipe { AlphaSchedule = AlphaSchedule.Beta };
        Assert.NotEqual(AlphaCurve.At(recipe, 3), AlphaCurve.At(recipe with { Seed = 1 }, 3));
    }

    [Fact]
    public void At_NoContrastiveLoss_IsZero() =>
        Assert.Equal(0, AlphaCurve.At(new Recipe { ContrastiveLoss = ContrastiveLoss.None }, 0));
}
