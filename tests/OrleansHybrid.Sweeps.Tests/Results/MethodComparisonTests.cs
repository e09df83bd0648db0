using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Tests.Definition;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Tests.Results;

public sealed class MethodComparisonTests
{
    private readonly SweepDefinition _sweep = SweepYaml.Named(
        """
        parameters:
          imbalance: {values: [10, 100]}
          contrastive_loss: {values: [none, sc, psc]}
        repeats: {seeds: [0, 1, 2]}
        """);

    [Fact]
    public void Of_ComparesMethodsWhereAllElseIsEqual_BestFirst()
    {
        var comparisons = MethodComparison.Of(
            Outcomes.OfAll(_sweep, (recipe, seed) => Accuracy(recipe) + 0.01 * seed), FinalMetrics.Top1, Goal.Maximize);

        Assert.Equal(["10", "100"], comparisons.Select(comparison => Assert.Single(comparison.Setting).Value));
        Assert.All(
            comparisons,
            comparison => Assert.Equal(["psc", "sc", "none"], comparison.Methods.Select(method => Assert.Single(method.Parameters).Value)));
        Assert.Equal([(0, 1), (0, 2), (1, 2)], comparisons[0].Pairs.Select(pair => (pair.First, pair.Second)));
        var pair = comparisons[0].Pairs[1];
        Assert.Equal(0.2, pair.Difference, 1e-12);
        Assert.Equal(3 * pair.Test!.P, pair.HolmP!.Value, 1e-12);
        Assert.All(comparisons[0].Pairs, pair => Assert.True(pair.HolmP >= pair.Test!.P));
    }

    [Fact]
    public void Of_AMethodWithoutTheSettingThatTunesTheOthers_ComparesItAtEachOfItsValues()
    {
        var sweep = SweepYaml.Named(
            "parameters: {contrastive_loss: {values: [none, sc]}, temperature: {values: [0.1, 0.5], when: {contrastive_loss: sc}}}");

        var comparisons = MethodComparison.Of(Outcomes.OfAll(sweep, (recipe, _) => recipe.Temperature), FinalMetrics.Top1, Goal.Minimize);

        Assert.Equal(["0.1", "0.5"], comparisons.Select(comparison => Assert.Single(comparison.Setting).Value));
        Assert.All(
            comparisons,
            comparison =>
                Assert.Equal(["none", "sc"], comparison.Methods.Select(method => Assert.Single(method.Parameters).Value).Order()));
    }

    [Fact]
    public void Of_OneSeed_SaysThatThereIsNoTest()
    {
        var outcomes = Outcomes.OfAll(_sweep, (recipe, _) => Accuracy(recipe)).Where(outcome => outcome.Spec.Recipe.Seed == 0);

        var pairs = MethodComparison.Of(outcomes, FinalMetrics.Top1, Goal.Maximize)[0].Pairs;

        Assert.All(pairs, pair => Assert.Equal((null, null, "one seed"), (pair.Test, pair.HolmP, pair.Reason)));
    }

    [Fact]
    public void Of_TrialsThatAreNotCompleted_LooksAtTheOthers()
    {
        var outcomes = Outcomes.OfAll(_sweep, (recipe, _) => Accuracy(recipe))
            .Select(outcome =>
                outcome.Spec.Recipe.ContrastiveLoss is ContrastiveLossName.Sc
                    ? outcome with { Row = Outcomes.Waiting(outcome.Row.Index) }
                    : outcome);

        Assert.Equal(
            ["Hybrid-PSC", "cross-entropy, class-balanced"],
            MethodComparison.Of(outcomes, FinalMetrics.Top1, Goal.Maximize)[0].Methods.Select(method => method.Name));
    }

    [Fact]
    public void Of_ASweepOfTuningAlone_ComparesNothing()
    {
        var sweep = SweepYaml.Named("parameters: {temperature: {values: [0.1, 0.5]}, imbalance: {values: [10, 100]}}");

        Assert.Empty(MethodComparison.Of(Outcomes.OfAll(sweep, (_, _) => 0.5), FinalMetrics.Top1, Goal.Maximize));
    }

    [Fact]
    public void Of_VeryManyMethods_ComparesTheBest()
    {
        var sweep = SweepYaml.Named(
            """
            parameters:
              contrastive_loss: {values: [sc, psc, mpsc]}
              alpha_schedule: {values: [parabolic, linear, constant, cosine, two-stage]}
            """);

        var comparison = Assert.Single(MethodComparison.Of(Outcomes.OfAll(sweep, (_, seed) => 0.5), FinalMetrics.Top1, Goal.Maximize));

        Assert.Equal((MethodComparison.MostMethods, 3, 66), (comparison.Methods.Count, comparison.LeftOut, comparison.Pairs.Count));
    }

    private static double Accuracy(Recipe recipe) => recipe.ContrastiveLoss switch
    {
        ContrastiveLossName.None => 0.5,
        ContrastiveLossName.Sc => 0.6,
        _ => 0.7,
    };
}
