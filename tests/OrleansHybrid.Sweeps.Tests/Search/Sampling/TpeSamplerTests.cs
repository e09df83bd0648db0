using OrleansHybrid.Sweeps.Search.Sampling;
using OrleansHybrid.Sweeps.Search.Spaces;

namespace OrleansHybrid.Sweeps.Tests.Search.Sampling;

public sealed class TpeSamplerTests
{
    private static readonly Space Line =
        new(new SpaceAxis("x", Distributions.Uniform(0, 1).OrThrow()), new SpaceAxis("fixed", Distributions.Constant(7).OrThrow()));

    [Fact]
    public void Pick_WithResults_SearchesWhereTheyAreGood()
    {
        var sampler = new TpeSampler(Line, 1);
        var points = Search(sampler, 60, point => Math.Abs(point[0] - 0.3));

        Assert.InRange(points.Skip(30).Average(point => Math.Abs(point[0] - 0.3)), 0, 0.1);
        Assert.All(points, point => Assert.Equal(7, point[1]));
    }

    [Fact]
    public void Pick_OfEachKindOfResult_SaysItsBasis()
    {
        var sampler = new TpeSampler(Line, 1);
        var outcomes = new List<Outcome>();
        string Next(Outcome outcome)
        {
            var basis = Assert.IsType<Pick.Found>(sampler.Pick(outcomes.Count, outcomes.ToArray())).Basis;
            outcomes.Add(outcome);
            return basis;
        }

        for (var i = 0; i < 10; i++) Assert.Equal("drawn at random", Next(new(OutcomeKind.Complete, i)));
        Assert.Equal("drawn by TPE from 10 results", Next(new(OutcomeKind.Failed)));
        Assert.Equal("drawn by TPE from 11 results", Next(new(OutcomeKind.Running)));
        Assert.Equal("drawn by TPE from 11 results, with 1 more to come", Next(default));
        Assert.Equal("drawn by TPE from 11 results, with 2 more to come", Next(default));
    }

    [Fact]
    public void Pick_NextToARunningOne_KeepsAway()
    {
        // Ten good results beside each other; those that run count among the bad ones.
        static double NextTo(bool isRunning)
        {
            var sampler = new TpeSampler(Line, 3);
            var outcomes = new List<Outcome>();
            for (var i = 0; i < 40; i++)
            {
                sampler.Recall(new Pick.Found([i < 10 ? 0.4 + 0.002 * i : i < 20 && isRunning ? 0.41 : 0.9, 7], ""));
                outcomes.Add(i < 10 ? new(OutcomeKind.Complete, i) : i < 20 && isRunning ? default : new(OutcomeKind.Complete, 99));
            }

            return Math.Abs(Assert.IsType<Pick.Found>(sampler.Pick(40, outcomes.ToArray())).Point[0] - 0.41);
        }

        Assert.True(NextTo(isRunning: true) > NextTo(isRunning: false));
    }

    [Fact]
    public void Order_OfOutcomes_IsOptunas()
    {
        Outcome[] best =
        [
            new(OutcomeKind.Complete, 1), new(OutcomeKind.Complete, 2),
            new(OutcomeKind.Partial, 5, Step: 9), new(OutcomeKind.Partial, double.NaN, Step: 9), new(OutcomeKind.Partial, 0, Step: 3),
            new(OutcomeKind.Failed),
        ];

        for (var i = 0; i < best.Length; i++)
            for (var j = 0; j < best.Length; j++) Assert.Equal(i.CompareTo(j), Math.Sign(best[i].CompareTo(best[j])));
        Assert.Equal(0, new Outcome(OutcomeKind.Complete, double.NaN).CompareTo(new(OutcomeKind.Failed)));
        Assert.Equal(0, new Outcome(OutcomeKind.Complete, double.NegativeInfinity).CompareTo(new(OutcomeKind.Failed)));
    }

    [Fact]
    public void Pick_OutOfOrder_IsRefused()
    {
        var sampler = new TpeSampler(Line, 1);

        Assert.Throws<ArgumentException>(() => sampler.Pick(1, new Outcome[1]));
        Assert.Throws<ArgumentException>(() => { sampler.Pick(0); sampler.Pick(1); });
    }

    [Fact]
    public void Pick_OverEveryDistribution_IsContained()
    {
        var space = new Space(
            new SpaceAxis("normal", Distributions.Normal(0, 2).OrThrow()),
            new SpaceAxis("log-normal", Distributions.LogNormal(-3, 1).OrThrow()),
            new SpaceAxis("beta", Distributions.Beta(2, 5).OrThrow()),
            new SpaceAxis("q_normal", Distributions.Quantised(Distributions.Normal(0, 3).OrThrow(), 0.5).OrThrow()),
            new SpaceAxis("q_uniform", Distributions.Quantised(Distributions.Uniform(0.05, 1).OrThrow(), 0.1).OrThrow()),
            new SpaceAxis("q_log_uniform", Distributions.Quantised(Distributions.LogUniform(0.3, 40).OrThrow(), 4).OrThrow()),
            new SpaceAxis("int log", Distributions.LogWholeNumbers(1, 4096).OrThrow()),
            new SpaceAxis("weighted", Distributions.Categories(3, [0.2, 0.5, 0.3]).OrThrow()));
        var points = Search(new TpeSampler(space, 6), 150, point => 4 * Math.Abs(point[2] - 0.6) + (point[7] == 2 ? 0 : 1));

        Assert.All(points, point => Assert.True(space.Contains(point)));
        Assert.InRange(points.Skip(100).Average(point => Math.Abs(point[2] - 0.6)), 0, 0.2);
        Assert.True(points.Skip(100).Count(point => point[7] == 2) > 25);
    }

    [Fact]
    public void Pick_WithInactiveSettings_LearnsFromTheOthers()
    {
        var space =
            new Space(new SpaceAxis("loss", Distributions.Categories(2).OrThrow()),
                new SpaceAxis("tau", Distributions.Uniform(0, 1).OrThrow()));
        var sampler = new TpeSampler(space, 9, point =>
        {
            if (point[0] == 0) point[1] = double.NaN;
            return true;
        });
        var points = Search(sampler, 60, point => point[0] == 0 ? 1 : Math.Abs(point[1] - 0.7));

        Assert.InRange(points.Skip(40).Where(point => point[0] == 1).Average(point => Math.Abs(point[1] - 0.7)), 0, 0.15);
    }

    private static List<double[]> Search(TpeSampler sampler, int trials, Func<double[], double> value)
    {
        var (points, outcomes) = (new List<double[]>(), new List<Outcome>());
        for (var i = 0; i < trials; i++)
        {
            points.Add(Assert.IsType<Pick.Found>(sampler.Pick(i, outcomes.ToArray())).Point);
            outcomes.Add(new(OutcomeKind.Complete, value(points[^1])));
        }

        return points;
    }
}
