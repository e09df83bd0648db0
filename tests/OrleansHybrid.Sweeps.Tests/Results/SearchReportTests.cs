using System.Text.Json.Nodes;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Tests.Definition;

namespace OrleansHybrid.Sweeps.Tests.Results;

/// <summary>What a sweep that searches tells of itself.</summary>
public sealed class SearchReportTests
{
    private const string Halved =
        "early_stopping: {eta: 2, min_epochs: 1}\nparameters: {temperature: {values: [0.1, 0.2, 0.3, 0.4]}}\nrecipe: {epochs: 4}\n";

    [Fact]
    public void Report_OfAHalvedGrid_HasItsRungsAndTheBestAtTheEnd()
    {
        var sweep = SweepYaml.Named(Halved);
        var report = SearchReport.Of(sweep, SearchedOutcomes.Of(sweep, recipe => recipe.Temperature + recipe.Epochs / 100.0))!;

        Assert.Equal(
            [(1, 4, 4, 2, 2), (2, 2, 2, 1, 1), (4, 1, 1, 0, 0)],
            report.Rungs.Select(rung => (rung.Epochs, rung.Trials, rung.Completed, rung.Promoted, rung.Pruned)));
        Assert.Equal([null, null, null, null, null, null, 0.44], report.History.Select(point => point.Best));
        Assert.Equal((7, 7.0, 6), (report.History[^1].Trials, report.History[^1].Cost, report.History[^1].Trial));
        Assert.Equal(1, report.ComparedEpochs);
    }

    [Fact]
    public void Report_OfAHalvedRandomSearch_CorrelatesItsRungsWithTheEnd()
    {
        var sweep = SweepYaml.Named("method: random\nsearch: {trials: 81}\nearly_stopping: {eta: 3, min_epochs: 1}\n"
            + "recipe: {epochs: 9}\nparameters: {temperature: {min: 0.1, max: 1}, learning_rate: {min: 0.01, max: 1, scale: log}}\n");
        var outcomes = SearchedOutcomes.Of(sweep, recipe => recipe.Epochs == 3 ? -recipe.Temperature : recipe.Temperature);
        var report = SearchReport.Of(sweep, outcomes)!;

        Assert.Equal(report.Rungs[^1].Trials, report.Rungs[0].Pairs);
        Assert.Equal((1.0, -1.0, null), (report.Rungs[0].Correlation, report.Rungs[1].Correlation, report.Rungs[2].Correlation));
        Assert.Equal("temperature", report.Importance[0].Key);
        Assert.InRange(report.Importance[0].Share, 0.9, 1);
        Assert.DoesNotContain(report.Importance, one => one.Key == "epochs");
    }

    [Fact]
    public void Report_WhereTrialsAreStillToBeChosen_HasWhatIsThere()
    {
        var sweep = SweepYaml.Named(Halved);
        var outcomes = SearchedOutcomes.Of(sweep, recipe => recipe.Temperature);
        var fresh = sweep.Anew();
        foreach (var outcome in outcomes.Take(3)) fresh.Chosen!.Keep(outcome.Row.Index, outcome.Row.Draw);
        TrialOutcome[] known =
        [
            .. outcomes.Take(3),
            .. Enumerable.Range(3, 4).Select(index => Outcomes.Of(fresh, Outcomes.Waiting(index))),
        ];

        var report = SearchReport.Of(fresh, known)!;

        Assert.Equal([(4, 3, 1), (2, 0, 0), (1, 0, 0)], report.Rungs.Select(rung => (rung.Trials, rung.Completed, rung.Pruned)));
        using var stream = new MemoryStream();
        ResultsJson.Write(stream, fresh, known);
        Assert.Null(JsonNode.Parse(stream.ToArray())!["trials"]![6]!["parameters"]!["temperature"]);
        using var writer = new StringWriter();
        ResultsCsv.Write(writer, fresh, known);
        Assert.StartsWith("0006,,4,0,,pending", writer.ToString().Split('\n')[7], StringComparison.Ordinal);
    }

    [Fact]
    public void Report_OfAGrid_IsNone()
    {
        var sweep = SweepYaml.Named("parameters: {temperature: {values: [0.1, 0.2]}}\n");

        Assert.Null(SearchReport.Of(sweep, Outcomes.OfAll(sweep, (_, _) => 0.5)));
    }

    [Fact]
    public void Leaderboard_OfAHalvedGrid_HasEachConfigurationAtItsHighestRung_ThoseAtTheEndFirst()
    {
        var sweep = SweepYaml.Named(Halved);
        // The shorter, the better: what was trained to the end leads all the same.
        var outcomes = SearchedOutcomes.Of(sweep, recipe => recipe.Temperature - recipe.Epochs / 10.0);

        var standings = Leaderboard.Of(sweep, outcomes.Select(outcome => outcome.Row)).Standings;

        Assert.Equal(
            ["0.4 4", "0.3 2", "0.2 1", "0.1 1"],
            standings.Select(one => string.Join(' ', one.Parameters.Select(parameter => parameter.Value))));
    }

    [Fact]
    public void ResultsCsv_OfASearch_SaysWhatEachTrialIs()
    {
        var sweep = SweepYaml.Named(Halved);
        using var writer = new StringWriter();

        ResultsCsv.Write(writer, sweep, SearchedOutcomes.Of(sweep, recipe => recipe.Temperature == 0.1 ? double.NaN : recipe.Temperature));

        var lines = writer.ToString().Split('\n');
        Assert.EndsWith(",error,configuration,rung,chosen_by", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("non-finite-loss: NaN,0,1,in the grid's order", lines[1], StringComparison.Ordinal);
        Assert.EndsWith(",3,2,promoted 1st of 4 at rung 1 (1 epoch)", lines[5], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("schedule", 12)]
    [InlineData("epochs", 8)]
    public void Cost_OfASearchThatPauses_CountsEachEpochOnce(string fidelity, int expected)
    {
        var sweep = SweepYaml.Named(Halved.Replace("eta: 2", $"eta: 2, fidelity: {fidelity}", StringComparison.Ordinal));

        Assert.Equal((expected, 16), (SearchCost.Of(sweep.Chosen!, 4).Epochs, SearchCost.Of(sweep.Chosen!, 4).WholeEpochs));
    }

    [Fact]
    public void Cost_OfAHalvedSearch_IsASumOverItsRungs()
    {
        var sweep = SweepYaml.Named("method: tpe\nsearch: {trials: 54}\nearly_stopping: {eta: 3, min_epochs: 2}\nrecipe: {epochs: 18}\n"
            + "repeats: {seeds: [0, 1]}\nparameters: {temperature: {values: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]}, "
            + "learning_rate: {values: [0.01, 0.02, 0.05, 0.1, 0.2, 0.5]}}\n");

        var cost = SearchCost.Of(sweep.Chosen!, sweep.Recipe.Epochs);

        Assert.Equal([(2, 108), (6, 36), (18, 12)], cost.Rungs.Select(rung => (rung.Epochs, rung.Trials)));
        Assert.Equal((648, 54 * 2 * 18, 60L, 60L * 2 * 18), (cost.Epochs, cost.WholeEpochs, cost.SpaceConfigurations, cost.SpaceEpochs));
    }
}
