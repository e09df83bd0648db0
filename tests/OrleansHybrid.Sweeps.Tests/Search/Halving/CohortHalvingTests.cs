using OrleansHybrid.Sweeps.Search.Halving;

namespace OrleansHybrid.Sweeps.Tests.Search.Halving;

public sealed class CohortHalvingTests(ITestOutputHelper output)
{
    private static readonly double[] Values = [5, 3, 9, double.NaN, 1, 3, 8, 7, double.PositiveInfinity];

    [Fact]
    public void Decide_WithAllResults_PromotesTheBestAndBreaksTiesByIndex()
    {
        var standings =
            new CohortHalving(10, [9, 3, 1]).Decide((configuration, rung) => rung == 0 ? Values[configuration - 10] : -configuration);

        // 14, then the two that tie, 11 and 15; of them the last is best at the next rung.
        Assert.Equal("P0 P1 P0 P0 P1 C2 P0 P0 P0", Text(standings));
    }

    [Fact]
    public void Decide_WhileResultsAreMissing_SaysOnlyWhatIsCertain()
    {
        var cohort = new CohortHalving(0, [4, 1]);

        Assert.Equal("T0 T0 T0 T0", Text(cohort.Decide((_, _) => null)));
        // The second best cannot be promoted any more; whether the best is, the one to come says.
        Assert.Equal(
            "P0 W0 P0 T0", Text(cohort.Decide((configuration, rung) => rung == 0 && configuration < 3 ? Values[configuration] : null)));
        Assert.Equal(
            "P0 T1 P0 P0", Text(cohort.Decide((configuration, rung) => rung == 0 ? configuration == 3 ? 4 : Values[configuration] : null)));
    }

    [Fact]
    public void Decide_WhereAllFailed_PromotesNone() =>
        Assert.Equal("P0 P0 P0", Text(new CohortHalving(0, [3, 1]).Decide((_, _) => double.NaN)));

    [Fact]
    public void Decide_InAnyOrder_OnlyAddsDecisionsAndEndsTheSame()
    {
        const int seed = 17;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var round = 0; round < 1_000; round++)
        {
            var sizes = Bracket.SizesOf(random.Next(1, 30), random.Next(1, 5), random.Next(2, 4));
            var values =
                Enumerable.Range(0, sizes[0] * sizes.Count).Select(_ => random.Next(10) == 0 ? double.NaN : random.Next(6)).ToArray();
            double? All(int configuration, int rung) => values[configuration * sizes.Count + rung];
            var cohort = new CohortHalving(0, sizes);
            var end = cohort.Decide(All);
            var known = new HashSet<(int, int)>();
            var before = cohort.Decide((_, _) => null);
            while (before.Any(standing => standing.Decision is Decision.Trains))
            {
                // One of those that train, whichever, comes to its rung.
                int[] training =
                    [.. Enumerable.Range(0, sizes[0]).Where(configuration => before[configuration].Decision is Decision.Trains)];
                var next = training[random.Next(training.Length)];
                known.Add((next, before[next].Rung));
                var now = cohort.Decide((configuration, rung) => known.Contains((configuration, rung)) ? All(configuration, rung) : null);
                for (var configuration = 0; configuration < sizes[0]; configuration++)
                {
                    Assert.True(now[configuration].Rung >= before[configuration].Rung);
                    if (before[configuration].Decision is Decision.Pruned or Decision.Complete)
                        Assert.Equal(before[configuration], now[configuration]);
                    if (now[configuration].Decision is Decision.Pruned or Decision.Complete)
                        Assert.Equal(end[configuration], now[configuration]);
                }

                before = now;
            }

            Assert.Equal(end, before);
            Assert.DoesNotContain(end, standing => standing.Decision is Decision.Trains or Decision.Waits);
        }
    }

    private static string Text(IReadOnlyList<Standing> standings) =>
        string.Join(' ', standings.Select(standing => $"{standing.Decision.ToString()[0]}{standing.Rung}"));
}
