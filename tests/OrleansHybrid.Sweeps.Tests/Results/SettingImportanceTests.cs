using System.Globalization;
using OrleansHybrid.Sweeps.Results.Importance;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Tests.Results;

public sealed class SettingImportanceTests
{
    private static readonly double[] Levels = [-2, -1, 0, 1, 2];

    [Fact]
    public void Importance_OfOneSettingThatCounts_IsAllItsOwn()
    {
        var importance = SettingImportance.Of(Grid((a, _) => a * a));

        Assert.Equal("a", importance[0].Key);
        Assert.InRange(importance[0].Share, 0.95, 1.0);
        Assert.InRange(importance[1].Share, 0, 0.03);
    }

    [Fact]
    public void Importance_OfTwoThatAdd_IsTheRatioOfTheirVariances()
    {
        // Var(2a) : Var(b) = 4 : 1.
        var importance = SettingImportance.Of(Grid((a, b) => 2 * a + b));

        Assert.Equal(["a", "b"], importance.Select(one => one.Key));
        Assert.Equal(0.8, importance[0].Share, 0.05);
        Assert.Equal(0.2, importance[1].Share, 0.05);
    }

    [Fact]
    public void Importance_OfTwoThatOnlyCountTogether_IsNobodys() =>
        Assert.InRange(SettingImportance.Of(Grid((a, b) => a * b)).Sum(one => one.Share), 0, 0.15);

    [Fact]
    public void Importance_OfNumbersOverARange_IsTheSameInAnyUnit_AndEachTime()
    {
        // 60 numbers over a thousandfold range: the logarithm counts.
        var configurations = Enumerable.Range(0, 60).Select(one => Math.Pow(10, one / 20.0 - 3)).Select((rate, place) => (
            (IReadOnlyList<ParameterValue>)
            [
                new("learning_rate", rate.ToString("R", CultureInfo.InvariantCulture)),
                new("contrastive_loss", place % 2 == 0 ? "sc" : "psc"),
                place % 3 == 0 ? ParameterValue.Inactive("prototypes_per_class") : new("prototypes_per_class", "4"),
            ],
            Math.Log10(rate))).ToList();

        var importance = SettingImportance.Of(configurations);

        Assert.Equal("learning_rate", importance[0].Key);
        Assert.InRange(importance[0].Share, 0.9, 1.0);
        Assert.Equal(importance, SettingImportance.Of(configurations));
    }

    [Fact]
    public void Importance_OfFewOrEqualResults_IsUnknown()
    {
        Assert.Empty(SettingImportance.Of(Grid((_, _) => 0.5)));
        Assert.Empty(SettingImportance.Of([.. Grid((a, _) => a).Take(9)]));
    }

    /// <summary>Every pair of levels four times, as seeds would give it.</summary>
    private static List<(IReadOnlyList<ParameterValue> Parameters, double Value)> Grid(Func<double, double, double> value) =>
    [
        .. from _ in Enumerable.Range(0, 4)
           from a in Levels
           from b in Levels
           select ((IReadOnlyList<ParameterValue>)[Of("a", a), Of("b", b)], value(a, b)),
    ];

    private static ParameterValue Of(string key, double value) => new(key, value.ToString(CultureInfo.InvariantCulture));
}
