using OrleansHybrid.Sweeps.Search.Sampling;
using OrleansHybrid.Sweeps.Search.Spaces;

namespace OrleansHybrid.Sweeps.Tests.Search.Sampling;

public sealed class SamplerTests
{
    private static readonly Space
        Continuous =
            new(new SpaceAxis("lr", Distributions.LogUniform(1e-4, 1).OrThrow()),
                new SpaceAxis("loss", Distributions.Categories(3).OrThrow())),
        Finite =
            new(new SpaceAxis("width", Distributions.Stepped(16, 128, 16).OrThrow()),
                new SpaceAxis("loss", Distributions.Categories(3).OrThrow())),
        Uneven = new(
            new SpaceAxis("loss", Distributions.Categories(4, [0.97, 0.01, 0.01, 0.01]).OrThrow()),
                new SpaceAxis("depth", Distributions.WholeNumbers(1, 5).OrThrow()));

    /// <summary>Of a search without results.</summary>
    private static readonly Dictionary<string, Func<Space, long, PointRule?, Sampler>> Samplers = new()
    {
        ["random"] = (space, seed, rule) => new RandomSampler(space, seed, rule),
        ["sobol"] = SequenceSampler.Sobol,
        ["halton"] = SequenceSampler.Halton,
        ["tpe"] = (space, seed, rule) => new TpeSampler(space, seed, rule),
    };

    public static TheoryData<string> Names => [.. Samplers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Points_OfACountedSpace_AreAllOfThemOnce(string name)
    {
        foreach (var space in (Space[])[Finite, Uneven])
        {
            var sampler = Samplers[name](space, 4, null);
            var points = Points(sampler, (int)space.Count!);

            Assert.Equal(space.Count, points.Distinct().Count());
            Assert.IsType<Pick.Missing>(Pick(sampler, (int)space.Count!));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Points_UnderARule_AreAllThatItPermitsOnce(string name)
    {
        // Width counts only beside the first loss, and 16 is forbidden with the second.
        static bool Rule(Span<double> point)
        {
            if (point[1] == 2) point[0] = double.NaN;
            return (point[0], point[1]) != (16, 1);
        }

        var sampler = Samplers[name](Finite, 11, Rule);
        var points = Points(sampler, 8 + 7 + 1);

        Assert.Equal(16, points.Distinct().Count());
        Assert.Contains("NaN 2", points);
        Assert.DoesNotContain("16 1", points);
        Assert.Equal(
            "every configuration that the constraints leave of 24 is taken", Assert.IsType<Pick.Missing>(Pick(sampler, 16)).Reason);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Points_OfAContinuousSpaceUnderARule_KeepIt(string name)
    {
        static bool Rule(Span<double> point) => point[0] > 0.05 || point[1] == 1;
        var sampler = Samplers[name](Continuous, 3, Rule);

        for (var configuration = 0; configuration < 200; configuration++)
        {
            var point = Assert.IsType<Pick.Found>(Pick(sampler, configuration)).Point;
            Assert.True(Rule(point) && Continuous.Contains(point));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Pick_WhereTheRuleForbidsNearlyAll_SaysSo(string name)
    {
        var sampler = Samplers[name](Continuous, 3, _ => false);

        Assert.Equal(
            "the constraints forbid each of 10,000 points that were drawn: loosen them, or narrow the ranges to what they permit",
            Assert.IsType<Pick.Missing>(sampler.Pick(0)).Reason);
        Assert.IsType<Pick.Missing>(Samplers[name](Finite, 3, _ => false).Pick(0));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Points_OfAnotherSeed_AreOthers(string name) =>
        Assert.NotEqual(Points(Samplers[name](Continuous, 1, null), 20), Points(Samplers[name](Continuous, 2, null), 20));

    [Fact]
    public void RandomPoints_InAnyOrder_AreTheSame()
    {
        foreach (var space in (Space[])[Continuous, Finite, Uneven])
        {
            var (forwards, backwards) = (new RandomSampler(space, 5), new RandomSampler(space, 5));
            var expected = Points(forwards, 20);

            Assert.Equal(
                expected, Enumerable.Range(0, 20).Reverse().Select(configuration => Text(backwards.Pick(configuration))).Reverse());
        }
    }

    [Fact]
    public void RandomPoints_OfUnevenCategories_ComeMostLikelyFirst()
    {
        var points = Points(new RandomSampler(Uneven, 8), 20);

        Assert.All(points[..5], point => Assert.StartsWith("0 ", point));
    }

    [Fact]
    public void RandomPoints_OfAHugeCountedSpace_CostNothingMore()
    {
        var space = new Space(Enumerable.Range(0, 6).Select(i => new SpaceAxis($"x{i}", Distributions.WholeNumbers(0, 999).OrThrow())));

        Assert.IsType<Pick.Found>(new RandomSampler(space, 1).Pick(1_999_999_999));
    }

    [Fact]
    public void Sobol_OverCategories_TakesEachAlike()
    {
        var space =
            new Space(new SpaceAxis("lr", Distributions.Uniform(0, 1).OrThrow()),
                new SpaceAxis("loss", Distributions.Categories(4).OrThrow()));
        var sampler = SequenceSampler.Sobol(space, 21);

        // Rounding instead of cutting off would give the outer ones half.
        Assert.All(Points(sampler, 256).CountBy(point => point.Split(' ')[1]), pair => Assert.Equal(64, pair.Value));
    }

    [Fact]
    public void GridPoints_AreInTheGridsOrder()
    {
        Assert.Equal(
            Enumerable.Range(0, 24).Select(number => string.Join(' ', Finite.PointAt((long)number))), Points(new GridSampler(Finite), 24));
        static bool Rule(Span<double> point) => point[0] > 32 || point[1] == 0;
        Assert.Equal(
            Enumerable.Range(0, 24).Select(number => Finite.PointAt((long)number)).Where(point => Rule(point))
                .Select(point => string.Join(' ', point)),
            Points(new GridSampler(Finite, Rule), 20));
        Assert.IsType<Pick.Missing>(new GridSampler(Finite, Rule).Pick(20));
    }

    private static Pick Pick(Sampler sampler, int configuration)
    {
        if (!sampler.Learns) return sampler.Pick(configuration);
        var outcomes = new Outcome[configuration];
        for (var i = 0; i < configuration; i++) outcomes[i] = new(OutcomeKind.Complete, i * 7 % 11);
        return sampler.Pick(configuration, outcomes);
    }

    private static string[] Points(Sampler sampler, int count) =>
        [.. Enumerable.Range(0, count).Select(configuration => Text(Pick(sampler, configuration)))];

    private static string Text(Pick pick) => string.Join(' ', Assert.IsType<Pick.Found>(pick).Point);
}
