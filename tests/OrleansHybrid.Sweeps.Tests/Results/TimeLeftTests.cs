using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Sweeps.Tests.Results;

public sealed class TimeLeftTests
{
    private static readonly Recipe Plain = new() { ContrastiveLoss = ContrastiveLossName.None, Epochs = 10 };

    private static readonly TrainingCost One = TrainingCost.Of(Plain), Three = TrainingCost
        .Of(Plain with { ContrastiveLoss = ContrastiveLossName.Sc });

    [Fact]
    public void Of_EqualTrials_CountsWhatWaitsAndTheRestOfWhatRuns()
    {
        var left = TimeLeft.Of(Times((One, 60), (One, 60)), 2, [new(One, 0.25), new(One, 0.75)], [new(One, 0), new(One, 0)], 2)!;

        Assert.Equal((3.0, 2, 2), (left.Trials, left.Trained, left.AtOnce));
        Assert.Equal(TimeSpan.FromSeconds(45 + 60), left.Time);
    }

    [Fact]
    public void Of_UnequalTrials_TakesOneThatWasNeverSeenForWhatItsSettingsCost() =>
        Assert.Equal(TimeSpan.FromSeconds(30 + 180), TimeLeft.Of(Times((One, 60)), 1, [new(One, 0.5)], [new(Three, 0)], 1)!.Time);

    [Fact]
    public void Of_UnequalTrials_ThatWereMeasured_GoesByThat() =>
        Assert.Equal(
            TimeSpan.FromSeconds(30 + 100), TimeLeft.Of(Times((One, 60), (Three, 100)), 2, [new(One, 0.5)], [new(Three, 0)], 1)!.Time);

    [Fact]
    public void Of_ATrialThatRuns_BelievesItsOwnPace_AndTellsTheOthersOfIt()
    {
        // The first trials were short, and what runs says that it is long.
        var left = TimeLeft.Of(Times((One, 10), (One, 10)), 2, [new(Three, 0.1, 1_000)], [new(Three, 0)], 1)!;

        Assert.Equal(TimeSpan.FromSeconds(900 + 1_000), left.Time);
    }

    [Fact]
    public void Of_TheFirstTrials_KnowsBeforeOneOfThemIsDone() =>
        Assert.Equal(TimeSpan.FromSeconds(50), TimeLeft.Of(new(), 0, [new(One, 0.5, 100)], [], 0)!.Time);

    [Fact]
    public void Of_OneLongTrialAtTheEnd_WaitsForItAlone() =>
        Assert.Equal(
            TimeSpan.FromSeconds(900), TimeLeft.Of(new(), 0, [new(One, 0.9, 100), new(Three, 0.1, 1_000)], [new(One, 0)], 1)!.Time);

    [Fact]
    public void Of_ManyThatWait_TakesTheSampleForAll() =>
        Assert.Equal(
            TimeSpan.FromSeconds(10_000 * 120 / 2),
            TimeLeft.Of(Times((One, 60), (Three, 180)), 2, [new(One, 1), new(One, 1)], [new(One, 0), new(Three, 0)], 10_000)!.Time);

    [Fact]
    public void Of_WithNothingToGoBy_IsUnknown()
    {
        Assert.Null(TimeLeft.Of(Times((One, 60)), 1, [], [new(One, 0)], 1));
        Assert.Null(TimeLeft.Of(new(), 0, [new(One, 0)], [], 0));
    }

    [Theory]
    [InlineData("epochs", 2)]
    [InlineData("batch", 1)]
    [InlineData("imbalance", 0.250510)]
    [InlineData("two-stage", 1.5)]
    [InlineData("contrastive alone", 2)]
    [InlineData("backbone", 69.0 / 12.5)]
    public void Units_OfOtherSettings_FollowTheirWork(string what, double ratio)
    {
        var plain = Plain with { Imbalance = 1, Backbone = Backbone.Resnet8 };
        var other = what switch
        {
            "epochs" => plain with { Epochs = 20 },
            "batch" => plain with { BatchSize = 64 },
            "imbalance" => plain with { Imbalance = 50 },
            "two-stage" => plain with { ContrastiveLoss = ContrastiveLossName.Psc, AlphaSchedule = AlphaSchedule.TwoStage },
            "contrastive alone" =>
                plain with { ContrastiveLoss = ContrastiveLossName.Psc, AlphaSchedule = AlphaSchedule.Constant, Alpha = 1 },
            _ => plain with { Backbone = Backbone.Resnet32 },
        };

        Assert.Equal(ratio, TrainingCost.Of(other).Units / TrainingCost.Of(plain).Units, 1e-3);
        Assert.NotEqual(TrainingCost.Of(plain), TrainingCost.Of(other));
    }

    private static TrialTimes Times(params (TrainingCost Cost, double Seconds)[] trials)
    {
        var times = new TrialTimes();
        foreach (var (cost, seconds) in trials) times.Add(cost, seconds);
        return times;
    }
}
