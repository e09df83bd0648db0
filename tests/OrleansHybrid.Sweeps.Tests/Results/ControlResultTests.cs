using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Tests.Definition;

namespace OrleansHybrid.Sweeps.Tests.Results;

public sealed class ControlResultTests
{
    private const string Yaml = "early_stopping: {eta: 2, min_epochs: 4, controls: 1}\nrecipe: {epochs: 8}\n"
        + "parameters: {temperature: {values: [0.1, 0.2, 0.3, 0.4]}}\n";

    [Fact]
    public void Control_ThatWouldHaveBeenBetter_IsTold_AndIsNeitherTheBestNorOnTheLeaderboard()
    {
        var sweep = SweepYaml.Named(Yaml);
        // What is best after 4 epochs is worst after 8.
        var outcomes = SearchedOutcomes.Of(sweep, recipe => recipe.Epochs == 4 ? recipe.Temperature : 0.9 - recipe.Temperature);

        var report = SearchReport.Of(sweep, outcomes)!;

        var control = Assert.Single(report.Controls);
        Assert.Equal((6, true), (control.Trial, control.IsBetter));
        Assert.True(control.Value > report.History[^1].Best);
        Assert.Equal(0.6, report.History[^1].Best!.Value, 9);
        Assert.Equal(2, report.Rungs[1].Trials);
        Assert.Equal((3, -1.0), (report.Rungs[0].Pairs, report.Rungs[0].Correlation));
        Assert.DoesNotContain(Leaderboard.Of(sweep, outcomes.Select(one => one.Row)).Standings, standing => standing.Trials.Contains(6));
    }

    [Fact]
    public void Controls_AreInTheCost_AndInNoRung()
    {
        var cost = SearchCost.Of(SweepYaml.Named(Yaml).Chosen!, 8);

        Assert.Equal((1, 4 * 4 + 2 * 8 + 8), (cost.Controls, cost.Epochs));
        Assert.Equal([4, 2], cost.Rungs.Select(rung => rung.Trials));
    }
}
