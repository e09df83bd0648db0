using OrleansHybrid.Sweeps.Search.Stopping;

namespace OrleansHybrid.Sweeps.Tests.Search.Stopping;

public sealed class WilcoxonTests
{
    [Fact]
    public void PGreater_OfAnyDifferences_IsSciPys() => Assert.All(
        PeersValues.Of("wilcoxon_greater_zsplit").EnumerateArray(),
        row => Assert.Equal(row.GetProperty("p").GetDouble(), Wilcoxon.PGreater(row.GetProperty("d").Numbers()), 1e-9));

    [Fact]
    public void PGreater_OfTheOppositeSigns_IsTheOtherTail()
    {
        double[] differences = [0.3, -0.1, 0.7, 0.2, -0.4, 0.9];

        // Both tails hold the value itself.
        Assert.True(Wilcoxon.PGreater(differences) + Wilcoxon.PGreater([.. differences.Select(difference => -difference)]) > 1);
    }

    [Fact]
    public void IsBeaten_ByFourSeeds_NeedsEachToBeWorse()
    {
        Assert.False(SeedRace.IsBeaten([2, 2, 2], [1, 1, 1]));
        Assert.True(SeedRace.IsBeaten([2, 3, 4, 5], [1, 1, 1, 1]));
        Assert.False(SeedRace.IsBeaten([2, 3, 4, 0.5], [1, 1, 1, 1]));
        Assert.False(SeedRace.IsBeaten([1, 1, 1, 1], [1, 1, 1, 1]));
    }

    [Fact]
    public void IsBeaten_WhereItsMeanLeads_IsNever()
    {
        double[] best = [1, 1, 1, 1, 1, 1, 1, 1], values = [1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, -9];

        Assert.True(Wilcoxon.PGreater([.. values.Zip(best, (value, other) => value - other)]) < SeedRace.Level);
        Assert.False(SeedRace.IsBeaten(values, best));
    }

    [Fact]
    public void IsBeaten_WithAFailedSeed_IsSo()
    {
        Assert.True(SeedRace.IsBeaten([0, 0, 0, double.NaN], [1, 1, 1, 1]));
        Assert.False(SeedRace.IsBeaten([0, 0, 0, double.NaN], [1, 1, 1, double.NaN]));
    }
}
