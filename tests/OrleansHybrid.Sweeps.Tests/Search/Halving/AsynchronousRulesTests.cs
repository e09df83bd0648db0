using OrleansHybrid.Sweeps.Search.Halving;

namespace OrleansHybrid.Sweeps.Tests.Search.Halving;

public sealed class AsynchronousRulesTests
{
    [Fact]
    public void GoesOn_AsResultsArrive_IsForTheBestShare()
    {
        var arrived = new List<RungResult>();
        // By hand, eta 3: the first always, then the best of all until there are six, then the best two.
        (double, bool)[] arrivals =
            [(5, true), (6, false), (4, true), (4.5, false), (double.NaN, false), (4.2, true), (3, true), (3.5, true), (3.7, true)];
        foreach (var (value, goesOn) in arrivals)
        {
            var newcomer = new RungResult(arrived.Count, value);
            Assert.Equal(goesOn, AsynchronousRules.GoesOn(arrived, newcomer, eta: 3));
            arrived.Add(newcomer);
        }
    }

    [Fact]
    public void GoesOn_OfEqualResults_IsForTheFirst()
    {
        Assert.False(AsynchronousRules.GoesOn([new(0, 1)], new(1, 1), eta: 3));
        Assert.True(AsynchronousRules.GoesOn([new(1, 1)], new(0, 1), eta: 3));
    }

    [Fact]
    public void Promotion_OfAFreeSlot_TakesTheHighestRungFirst()
    {
        RungResult[] lowest = [new(0, 5), new(1, 4), new(2, 3), new(3, 9), new(4, 1), new(5, 7)];
        RungResult[] middle = [new(4, 2), new(2, 1), new(1, 8)];
        var promoted = new HashSet<(int, int)>();
        (int, int)? Next() =>
            AsynchronousRules.Promotion([lowest, middle], (rung, configuration) => promoted.Contains((rung, configuration)), eta: 3);

        var taken = new List<(int, int)>();
        while (Next() is { } next)
        {
            taken.Add(next);
            promoted.Add(next);
        }

        Assert.Equal([(1, 2), (0, 4), (0, 2)], taken);
    }

    [Fact]
    public void Promotion_OfWhatFailed_IsNone() =>
        Assert.Null(AsynchronousRules.Promotion([[new(0, double.NaN), new(1, double.NaN), new(2, double.NaN)]], (_, _) => false, eta: 3));
}
