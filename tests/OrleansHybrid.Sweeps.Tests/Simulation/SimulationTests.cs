using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Search.Draws;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Simulation;
using OrleansHybrid.Sweeps.Tests.Definition;
using OrleansHybrid.Sweeps.Tests.Results;

namespace OrleansHybrid.Sweeps.Tests.Simulation;

/// <summary>Searches played on known results.</summary>
public sealed class SimulationTests : IDisposable
{
    private const string FourCurves = "parameters: {temperature: {values: [0.1, 0.2, 0.3, 0.4]}}\nrecipe: {epochs: 4}\n";

    private const string Grid =
        "parameters: {temperature: {values: [0.05, 0.1, 0.2, 0.4, 0.8]}, learning_rate: {values: [0.01, 0.03, 0.1, 0.3, 1]}, "
            + "contrastive_loss: {values: [sc, psc]}}\nrecipe: {epochs: 9}\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Halving_OfFourKnownCurves_FindsWhatAPersonFindsByHand()
    {
        var found = Play(FourCurves + "early_stopping: {eta: 2, min_epochs: 1}\n", FourResults());

        // After an epoch 0.2 and 0.3 lead, of these 0.3 after two; the best at the end, 0.4, was last after one.
        Assert.Equal(0.5, found.Best!.Value);
        Assert.Equal("0.3", found.Best.Trial.Played.Parameters[0].Value);
        Assert.Equal((3, 4, 0.7), (found.Best.Rank, found.Known, found.KnownBest));
        Assert.Equal((4 * 1 + 2 * 2 + 1 * 4, 4 * 4), (found.Cost, found.WholeCost));
        Assert.Equal([null, null, null, null, null, null, 0.5], found.History.Select(point => point.Best));
        Assert.Equal([1, 2, 3, 4, 6, 8, 12], found.History.Select(point => point.Cost));
        Assert.Equal(
            [(1, 4, 4, 2, 2), (2, 2, 2, 1, 1), (4, 1, 1, 0, 0)],
            found.Rungs!.Select(rung => (rung.Epochs, rung.Trials, rung.Completed, rung.Promoted, rung.Pruned)));
        Assert.Equal("promoted 1st of 2 at rung 2 (2 epochs)", found.Trials[6].Played.ChosenBy);
    }

    [Fact]
    public void Asha_OfFourKnownCurves_PromotesInTheOrderInWhichEpochsEnd()
    {
        const string asha = FourCurves + "search: {reproducible: off}\nearly_stopping: {type: asha, eta: 2, min_epochs: 1}\n";

        var one = Play(asha, FourResults());
        var (three, again) = (Play(asha, FourResults(), slots: 3), Play(asha, FourResults(), slots: 3));

        // 0.1, 0.2, then 0.2 to 2 epochs as the best of two; 0.3 and 0.4, then 0.3 as the second of four, and on as the best of two.
        Assert.Equal([0, 3, 4, 6, 9, 7, 8], one.Trials.Where(trial => trial.Played.Configuration is not null)
            .OrderBy(trial => trial.Began).Select(trial => trial.Index));
        Assert.Equal("promoted 1st of 2 that had arrived at rung 1 (1 epoch)", one.Trials[4].Played.ChosenBy);
        Assert.Contains(one.Trials, trial => trial.Played.ChosenBy == "was not among the best of rung 1");
        Assert.Equal((0.5, 4 * 1 + 2 * 2 + 1 * 4), (one.Best!.Value, one.Cost));
        Assert.Equal(Times(three), Times(again));

        static IEnumerable<(int, double, double)> Times(SimulatedSearch found) =>
            found.Trials.Select(trial => (trial.Index, trial.Began, trial.Ended));
    }

    [Theory]
    [InlineData(1, 12, 0)]
    // Two slots are free while the fourth trains, then one while the two of the second rung do; nothing is left beside the last.
    [InlineData(3, 8, 1 * 2 + 2 * 1)]
    [InlineData(8, 7, 1 * 3 + 2 * 1)]
    public void Slots_ThatWaitForResults_AreTold(int slots, double duration, double waited)
    {
        var found = Play(FourCurves + "early_stopping: {eta: 2, min_epochs: 1}\n", FourResults(), slots);

        Assert.Equal((duration, waited), (found.Duration, found.SlotsWaited));
    }

    [Fact]
    public void Halving_ByPauses_TrainsNoEpochTwice()
    {
        var found = Play(FourCurves + "early_stopping: {eta: 2, min_epochs: 1, fidelity: epochs}\n", FourResults());

        Assert.Equal((0.5, 4 * 1 + 2 * (2 - 1) + 1 * (4 - 2)), (found.Best!.Value, found.Cost));
    }

    [Fact]
    public void Halving_WhereATrainingFailed_CountsItAsTheWorst_AndOnlyWhatItTrained()
    {
        var results = WrittenResults.Of(
            _folder.Path, FourCurves, (recipe, epoch) => recipe.Temperature == 0.2 && epoch > 1 ? double.NaN : Curve(recipe, epoch));

        var found = Play(FourCurves + "early_stopping: {eta: 2, min_epochs: 1}\n", results);

        Assert.Equal((0.5, 4 + 1 + 2 + 4), (found.Best!.Value, found.Cost));
        Assert.Equal((1, 1), (found.Rungs![1].Completed, found.Rungs[1].Failed));
    }

    [Fact]
    public void Rung_ThatTheResultsHaveAsATraining_IsThatTraining()
    {
        var results = WrittenResults.Of(
            _folder.Path,
            "parameters: {temperature: {values: [0.1, 0.2, 0.3, 0.4]}, epochs: {values: [1, 2, 4]}}\n",
            // The last is the best after any complete training.
            (recipe, epoch) => epoch < recipe.Epochs ? 0 : recipe.Temperature);

        var search = Search(FourCurves + "early_stopping: {eta: 2, min_epochs: 1}\n", results);
        var found = SearchSimulation.Play(search, 1);

        Assert.Equal((0.4, 1), (found.Best!.Value, found.Best.Rank));
        Assert.Equal("rungs are shorter trainings that the results have", search.RungMeaning);
        Assert.Equal(16, found.WholeCost);
    }

    [Theory]
    [InlineData("schedule")]
    [InlineData("epochs")]
    public void Search_OnItsOwnResults_MakesItsOwnTrials_AtTheCostOfItsConfigurations(string fidelity)
    {
        var yaml = $"early_stopping: {{eta: 2, min_epochs: 1, fidelity: {fidelity}}}\nrecipe: {{epochs: 8}}\n"
            + "parameters: {temperature: {values: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]}}\n";
        var sweep = SweepYaml.Named(yaml);
        // One of eight has results: places at higher rungs stay empty.
        var outcomes = SearchedOutcomes.Of(sweep, recipe => recipe.Temperature == 0.4 ? 0.5 : double.NaN)
            .Select(outcome => outcome.Row.Result is not { } result ? outcome : outcome with
            {
                Row = outcome.Row with { Result = result with { Epochs = sweep.Chosen!.PlaceOf(outcome.Row.Index).Epochs!.Value } },
            }).ToList();
        using (var writer = new StreamWriter(Path.Combine(_folder.Path, "results.csv"))) ResultsCsv.Write(writer, sweep, outcomes);

        var found = Play(yaml, _folder.Path);

        Assert.Equal(
            outcomes.Select(outcome => (sweep.Chosen!.DrawOf(outcome.Row.Index)!.Configuration, outcome.Row.Draw!.Basis)),
            found.Trials.Select(trial => (trial.Played.Configuration, trial.Played.ChosenBy!)));
        Assert.Equal((0.5, 8 * 8), (found.Best!.Value, found.WholeCost));
    }

    [Fact]
    public void Grid_OverTheLengthOfTrainings_HasThemAll()
    {
        const string yaml = "parameters: {temperature: {values: [0.1, 0.2]}, epochs: {values: [1, 2, 4]}}\n";
        var results = WrittenResults.Of(_folder.Path, yaml, (recipe, epoch) => recipe.Temperature + epoch / 100.0);

        var found = Play(yaml, results);

        Assert.Equal((0.24, 1, 6, 14, 14), (found.Best!.Value, found.Best.Rank, found.Known, found.Cost, found.WholeCost));
    }

    [Theory]
    [InlineData("method: tpe\nsearch: {trials: 30}\n")]
    [InlineData("method: tpe\nsearch: {trials: 40, lag: 0}\nearly_stopping: {eta: 3, min_epochs: 1}\n")]
    [InlineData("method: random\nsearch: {trials: 20}\n")]
    [InlineData("early_stopping: {eta: 3, min_epochs: 1}\n")]
    [InlineData("early_stopping: {eta: 3, min_epochs: 1, fidelity: epochs}\n")]
    [InlineData("method: tpe\nsearch: {trials: 30}\nearly_stopping: {type: median, min_epochs: 1}\n")]
    public void Search_WithOneSlotAndWithThree_MakesTheSameTrials_AndTheSameAgain(string yaml)
    {
        var results = WrittenResults.Of(_folder.Path, Grid, Noisy);
        var one = Play(Grid + yaml, results);
        var three = Play(Grid + yaml, results, slots: 3);

        Assert.Equal(Lines(one), Lines(three));
        Assert.Equal((one.Cost, one.Best!.Value), (three.Cost, three.Best!.Value));
        Assert.True(three.Duration < one.Duration);
        Assert.All(
            one.Rungs?.SkipLast(1) ?? [], rung => Assert.Equal(rung.Completed + rung.Failed, rung.Promoted + rung.Pruned));
        var again = Play(Grid + yaml, results);
        Assert.Equal(one.History, again.History);
        Assert.Equal(Lines(one), Lines(again));
    }

    [Fact]
    public void Search_WithAnotherSeed_MakesOtherTrials()
    {
        var results = WrittenResults.Of(_folder.Path, Grid, Noisy);

        Assert.NotEqual(
            Lines(Play(Grid + "method: tpe\nsearch: {trials: 30}\n", results)),
            Lines(Play(Grid + "method: tpe\nsearch: {trials: 30, seed: 1}\n", results)));
    }

    [Fact]
    public void Search_OfAllConfigurations_FindsTheBest_AtTheWholeCost()
    {
        var results = WrittenResults.Of(_folder.Path, Grid + "repeats: {seeds: [3, 5]}\n", Noisy);

        var found = Play(Grid + "method: tpe\nsearch: {trials: 50}\nrepeats: {seeds: [3, 5]}\n", results);

        Assert.Equal((1, 50, found.WholeCost), (found.Best!.Rank, found.Known, found.Cost));
        Assert.Equal(found.KnownBest, found.Best.Value);
        Assert.Equal(100 * 9, found.WholeCost);
    }

    [Fact]
    public void Search_ByALoss_ReadsItFromTheEpochs()
    {
        var found = Play(FourCurves + "metric: {name: train_loss}\nmethod: tpe\nsearch: {trials: 4}\n", FourResults());

        Assert.Equal(0.5, found.Best!.Value);
    }

    [Theory]
    [InlineData(
        "parameters: {temperature: {values: [0.1, 0.25]}}\nrecipe: {epochs: 4}\n",
        "sweep.yaml: parameters.temperature: trial 0001 of the search has temperature=0.25, which no row of",
        "List the values that the results have: temperature: {values: [0.1, 0.2, 0.3, 0.4]}")]
    [InlineData(
        "method: tpe\nsearch: {trials: 9}\nparameters: {temperature: {min: 0.1, max: 0.4}}\nrecipe: {epochs: 4}\n",
        "parameters.temperature: is drawn from a range, and no results have all its values",
        "List the values")]
    [InlineData(
        "parameters: {temperature: {values: [0.1]}, batch_size: {values: [64, 128]}}\nrecipe: {epochs: 4}\n",
        "parameters.batch_size: differs between the trials of the search, and", "has no column 'batch_size'; it has temperature")]
    [InlineData("parameters: {temperature: {values: [0.1, 0.2]}}\nrecipe: {epochs: 9}\n", "trains 9 epochs", "has trainings of 4")]
    [InlineData(
        "parameters: {temperature: {values: [0.1, 0.2]}}\nrecipe: {epochs: 4}\nrepeats: {seeds: [7]}\n",
        "sweep.yaml: repeats.seeds: trial 0000 of the search has the seed 7", "List the seeds that the results have: 0")]
    public void Search_WhoseTrialHasNoResult_IsRefusedWithWhatWouldHaveOne(string yaml, string problem, string remedy)
    {
        var results = FourResults();
        var refusal = Assert.Throws<UnusableResultsException>(() => Play(yaml, results));

        Assert.Contains(problem, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Search_WithARungAtWhichNothingWasEvaluated_IsRefused()
    {
        const string yaml = "parameters: {temperature: {values: [0.1, 0.2, 0.3, 0.4]}}\nrecipe: {epochs: 4, evaluate_every_epochs: 2}\n";
        var results = WrittenResults.Of(_folder.Path, yaml, Curve);

        var refusal = Assert.Throws<UnusableResultsException>(() => Play(yaml + "early_stopping: {eta: 2, min_epochs: 1}\n", results));

        Assert.Contains("0000.csv: has no top1 after epoch 1", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("it was evaluated after epochs 2, 4", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Table_ThatIsSearched_CountsTrainings()
    {
        var file = Path.Combine(_folder.Path, "some.csv.gz");
        using (var writer = new StreamWriter(new System.IO.Compression.GZipStream(
            File.Create(file), System.IO.Compression.CompressionMode.Compress)))
        {
            writer.Write("#{\"space\": {\"a\": [1, 2, 3], \"b\": [\"x\", \"y\"]}, \"goal\": \"min\"}\n5,7\n4,4\n3,3\n2,1\n8,8\n9,9\n");
        }

        var found = SearchSimulation.Play(
            new PlayedTable(ResultsTable.Read(file), Sweeps.Search.SearchMethod.Random, trials: 6, seed: 0, lag: 0), slots: 4);

        Assert.Equal((1.5, 1, 6, 6, 2), (found.Best!.Value, found.Best.Rank, found.Cost, found.WholeCost, found.Duration));
        Assert.Equal("a=2, b=y", string.Join(", ", found.Best.Trial.Played.Parameters.Select(one => $"{one.Key}={one.Value}")));
    }

    private string FourResults() => WrittenResults.Of(_folder.Path, FourCurves, Curve);

    private static double Curve(Recipe recipe, int epoch) => (recipe.Temperature switch
    {
        0.1 => (double[])[0.1, 0.5, 0.55, 0.6],
        0.2 => [0.3, 0.35, 0.4, 0.45],
        0.3 => [0.2, 0.4, 0.45, 0.5],
        _ => [0.05, 0.6, 0.65, 0.7],
    })[epoch - 1];

    private static double Noisy(Recipe recipe, int epoch) => Math.Round(
        (1 - Math.Abs(Math.Log10(recipe.LearningRate) + 1) / 4 - recipe.Temperature / 10) * (1 - Math.Exp(-epoch / 3.0))
            + 0.05 * new AddressedDraws(
                recipe.Seed,
                DrawPurpose.Value,
                epoch,
                AddressedDraws.KeyOf($"{recipe.Temperature} {recipe.LearningRate} {recipe.ContrastiveLoss}")).NextQuantile(),
        6);

    private static SimulatedSearch Play(string yaml, string results, int slots = 1) => SearchSimulation.Play(Search(yaml, results), slots);

    private static PlayedSweep Search(string yaml, string results) =>
        new("sweep.yaml", SweepYaml.Named(yaml), RecordedResults.Read(results));

    private static IEnumerable<string> Lines(SimulatedSearch search) => search.Trials.Select(trial => trial.Played).Select(trial =>
        $"{trial.Configuration} {string.Join(' ', trial.Parameters)} {trial.Rung} {trial.Value} {trial.ChosenBy}");
}
