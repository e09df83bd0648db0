using OrleansHybrid.Sweeps.Search.Plans;
using OrleansHybrid.Sweeps.Search.Sampling;
using OrleansHybrid.Sweeps.Search.Spaces;

namespace OrleansHybrid.Sweeps.Tests.Search.Plans;

public sealed class RacingPlanTests
{
    [Fact]
    public void Race_WithOneThatIsAlwaysWorse_EndsForItAfterFourSeeds()
    {
        // Two cohorts of two, seven seeds: configurations 1 and 3 are worse with each seed, 3 by so little that its mean decides.
        var grid = new GridSampler(new(new SpaceAxis("x", Distributions.Categories(4).OrThrow())));
        var plan = new RacingPlan(grid, 4, 2, new(IsMaximised: false, Seeds: 7));
        var (results, trained) = (new List<double>(), new List<string>());
        for (var trial = 0; trial < plan.Count; trial++)
        {
            var choice = plan.Choose(trial, index => results[index]);
            results.Add(choice is Choice.Training training ? training.Configuration % 2 + training.Seed * 10 : double.NaN);
            trained.Add(choice is Choice.Training { Configuration: var configuration, Seed: var seed } ? $"{configuration}{seed}" : "-");
            if (choice is Choice.Skipped skipped)
                Assert.Equal("after 4 seeds it is worse than the best that it races with", skipped.Reason);
        }

        Assert.Equal("00 10 01 11 02 12 03 13 20 30 21 31 22 32 23 33 04 - 24 - 05 - 25 - 06 - 26 -", string.Join(' ', trained));
        Assert.Empty(plan.Needs(8));
        Assert.Equal([new TrialSpan(8, 10), new(10, 12), new(12, 14), new(14, 16)], plan.Needs(18));
    }
}
