using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Tests.Definition;

namespace OrleansHybrid.Sweeps.Tests.Results;

public sealed class SettingEffectsTests
{
    [Fact]
    public void Of_SettingsThatAddUp_GivesTheirMainEffectsAndNoInteraction()
    {
        var sweep = SweepYaml.Named(
            "parameters: {temperature: {values: [0.1, 0.5]}, epochs: {values: [10, 20, 30]}, imbalance: {values: [100]}}");

        var effects = SettingEffects.Of(sweep, Outcomes.OfAll(sweep, (recipe, _) => recipe.Temperature + 0.01 * recipe.Epochs));

        Assert.Equal(["temperature", "epochs"], effects.Main.Select(effect => effect.Key));
        Assert.Equal([0.3, 0.7], effects.Main[0].Levels.Select(level => Math.Round(level!.Mean, 9)));
        Assert.Equal([0.4, 0.5, 0.6], effects.Main[1].Levels.Select(level => Math.Round(level!.Mean, 9)));
        Assert.Equal(3, effects.Main[0].Levels[0]!.Count);
        Assert.Equal(0, Assert.Single(effects.Interactions).Strength, 1e-12);
        Assert.Null(effects.SeedStd);
    }

    [Fact]
    public void Of_SettingsThatTurnEachOtherRound_PutsThatPairFirst()
    {
        var sweep = SweepYaml.Named(
            "parameters: {temperature: {values: [0.1, 0.5]}, epochs: {values: [10, 20]}, batch_size: {values: [32, 64]}}");

        var effects = SettingEffects.Of(
            sweep, Outcomes.OfAll(sweep, (recipe, _) => 0.5 + ((recipe.Temperature > 0.3) == (recipe.BatchSize > 50) ? 0.1 : -0.1)));

        var strongest = effects.Interactions[0];
        Assert.Equal(("temperature", "batch_size"), (strongest.First, strongest.Second));
        Assert.Equal(0.1, strongest.Strength, 1e-12);
        Assert.Equal([[0.6, 0.4], [0.4, 0.6]], strongest.Means.Select(row => row.Select(mean => (double?)Math.Round(mean!.Value, 9))));
        Assert.All(effects.Interactions.Skip(1), pair => Assert.Equal(0, pair.Strength, 1e-12));
    }

    [Fact]
    public void Of_SeveralSeeds_PoolsTheirSpread()
    {
        var sweep = SweepYaml.Named("parameters: {temperature: {values: [0.1, 0.5]}}\nrepeats: {seeds: [0, 1, 2]}");

        // Each configuration's seeds are 0.01 apart, their standard deviation.
        Assert.Equal(
            0.01,
            SettingEffects.Of(sweep, Outcomes.OfAll(sweep, (recipe, seed) => recipe.Temperature + 0.01 * seed)).SeedStd!.Value,
            1e-12);
    }

    [Fact]
    public void Of_TrialsWithoutAResult_LooksAtTheOthers()
    {
        var sweep = SweepYaml.Named("parameters: {temperature: {values: [0.1, 0.2, 0.5]}}");

        TrialRow[] rows = [Outcomes.Completed(0, 0.5), Outcomes.Waiting(1), Outcomes.Completed(2, 0.6)];

        Assert.Equal(["0.1", "0.5"], SettingEffects.Of(sweep, rows.Select(row => Outcomes.Of(sweep, row))).Main[0].Labels);
        Assert.Empty(SettingEffects.Of(sweep, [Outcomes.Of(sweep, Outcomes.Waiting(0))]).Main);
    }

    [Fact]
    public void Levels_OfManyNumbers_AreRangesThatHoldAboutAsManyTrialsEach()
    {
        var values = Enumerable.Range(1, 60).Select(number => $"{number}").ToList();
        var levels = SettingLevels.Of(
            "epochs", values.Select(value => (IReadOnlyList<OrleansHybrid.Sweeps.Trials.ParameterValue>)[new("epochs", value)]));

        Assert.Equal(["1 – 10", "11 – 20", "21 – 30", "31 – 40", "41 – 50", "51 – 60"], levels.Labels);
        Assert.Equal(
            (0, 0, 5),
            (levels.LevelOf([new("epochs", "1")]), levels.LevelOf([new("epochs", "10")]), levels.LevelOf([new("epochs", "60")])));
        Assert.Null(levels.LevelOf([new("batch_size", "10")]));
        Assert.Null(levels.LevelOf([OrleansHybrid.Sweeps.Trials.ParameterValue.Inactive("epochs")]));
    }

    [Fact]
    public void Levels_OfFewNumbers_AreThemInTheirOrder() => Assert.Equal(
        ["2", "10", "300"],
        SettingLevels.Of(
            "epochs",
            new[] { "10", "300", "2", "10" }.Select(value =>
                (IReadOnlyList<OrleansHybrid.Sweeps.Trials.ParameterValue>)[new("epochs", value)])).Labels);
}
