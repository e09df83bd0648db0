
namespace OrleansHybrid.Sweeps.Tests.Definition;

/// <summary>
/// Searches that decide as results arrive: every decision follows the rule for what was there when it was made, none is ever taken
/// back, and the search ends.
/// </summary>
public sealed class AsynchronousSweepTests(ITestOutputHelper output)
{
    private const string Asha = "early_stopping: {type: asha, eta: 3, min_epochs: 1}\n";

    private const string Space =
        "recipe: {epochs: 9, dataset: synthetic}\nparameters: {learning_rate: {min: 0.001, max: 1, scale: log}, "
            + "temperature: {min: 0.05, max: 1}}\n";

    private static readonly Dictionary<string, string> Files = new()
    {
        ["random"] = $"name: s\nmethod: random\nsearch: {{trials: 40, reproducible: off}}\n{Asha}{Space}",
        ["tpe"] = $"name: s\nmethod: tpe\nsearch: {{trials: 40, reproducible: off}}\n{Asha}{Space}",
        ["tpe with seeds"] =
            $"name: s\nmethod: tpe\nsearch: {{trials: 30, reproducible: off}}\nrepeats: {{seeds: [1, 2, 3]}}\n{Asha}{Space}",
        ["grid by pauses"] = "name: s\nsearch: {reproducible: off}\nearly_stopping: {type: asha, eta: 2, fidelity: epochs}\n"
            + "recipe: {epochs: 8}\nparameters: {temperature: {values: [0.1, 0.2, 0.3, 0.4, 0.5]}, learning_rate: {values: [0.1, 0.2]}}\n",
        ["few"] = $"name: s\nmethod: random\nsearch: {{trials: 4, reproducible: off}}\n{Asha}{Space}",
    };

    public static TheoryData<string> Names => [.. Files.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Decisions_WithAnyOrderOfArrivalAnySlotsAndCrashes_FollowTheRule_AndAreKept(string name)
    {
        const int seed = 41;
        var rounds = SlowTests.AreAsked ? 60 : 15;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);

        for (var round = 0; round < rounds; round++)
        {
            var sweep = new UnrulyCluster(SweepYaml.Parse(Files[name]), random).ToTheEnd();
            var atEnd = Enumerable.Range(0, sweep.TrialCount).Count(trial =>
                sweep.Chosen!.DrawOf(trial)!.IsTrained && sweep.Chosen.PlaceOf(trial).Epochs == sweep.Chosen.Rungs[^1]);
            Assert.NotEqual(0, atEnd);
        }
    }

    [Fact]
    public void Promotion_SaysAmongHowManyItWasTheBest()
    {
        var sweep = SweepYaml.Parse(Files["random"]);
        var results = new Dictionary<int, double?>();
        for (var decision = 0; decision < 4; decision++)
        {
            var trial = Assert.Single(sweep.Chosen!.Turn(index => results.GetValueOrDefault(index)));
            sweep.Chosen.Keep(trial, sweep.Chosen.Choose(trial, index => results.GetValueOrDefault(index)));
            results[trial] = trial is 3 ? 0.9 : 0.5;
        }

        // The second configuration, whose trials are 3, 4 and 5, is the best of the first three.
        Assert.Equal("promoted 1st of 3 that had arrived at rung 1 (1 epoch)", sweep.Chosen!.DrawOf(4)!.Basis);
        Assert.Equal(3, sweep.Chosen.DrawOf(4)!.After);
    }

    [Fact]
    public void Search_OfFew_TrainsItsBestToTheEnd_AndSaysWhyTheOthersAreNotTrained()
    {
        var sweep = new UnrulyCluster(SweepYaml.Parse(Files["few"]), new Random(3)).ToTheEnd();
        var bases = Enumerable.Range(0, sweep.TrialCount).Select(trial => sweep.Chosen!.DrawOf(trial)!.Basis).ToList();

        Assert.Contains("goes on as 1st of 1 that had arrived at rung 2 (3 epochs): nothing else was left to train", bases);
        Assert.Contains("was not among the best of rung 1", bases);
    }

    [Fact]
    public void Choice_ThatSeesAllThereIs_IsOfAllResults_AndIsKept()
    {
        var sweep = SweepYaml.Parse($"name: s\nmethod: tpe\nsearch: {{trials: 20, reproducible: off}}\n{Space}");
        var results = new double?[20];
        for (var trial = 0; trial < 20; trial++)
        {
            Assert.Empty(sweep.Chosen!.Needs(trial));
            sweep.Chosen.Keep(trial, sweep.Chosen.Choose(trial, index => results[index]));
            if (trial != 15) results[trial] = trial / 100.0;
        }

        Assert.Equal("drawn by TPE from 12 results", sweep.Chosen!.DrawOf(12)!.Basis);
        Assert.Equal("drawn by TPE from 18 results, with 1 more to come", sweep.Chosen.DrawOf(19)!.Basis);

        var again = sweep.Anew();
        for (var trial = 0; trial < 19; trial++) again.Chosen!.Keep(trial, sweep.Chosen.DrawOf(trial));
        Assert.Equal(sweep.Chosen.DrawOf(19)!.Texts, again.Chosen!.Choose(19, index => results[index]).Texts);
    }

    [Fact]
    public void Halving_WhoseDrawsSeeAllThereIs_EndsInAnyOrder()
    {
        var sweep = SweepYaml.Parse(
            $"name: s\nmethod: tpe\nsearch: {{trials: 60, reproducible: off}}\nearly_stopping: {{eta: 3, min_epochs: 1}}\n{Space}");
        var (random, results, open) = (new Random(8), new double?[sweep.TrialCount], Enumerable.Range(0, sweep.TrialCount).ToList());
        while (open.Count > 0)
        {
            var next = open.First(trial => sweep.Chosen!.Needs(trial).All(span =>
                !results.AsSpan(span.From, span.Until - span.From).Contains(null)));
            var draw = sweep.Chosen!.Choose(next, index => results[index]);
            sweep.Chosen.Keep(next, draw);
            open.Remove(next);
            // One of two waits for the end of its rung.
            if (random.Next(2) == 0 || open.Count == 0 || sweep.Chosen.PlaceOf(next).Rung > 0) results[next] = next % 7;
            foreach (var late in Enumerable.Range(0, next).Where(trial => results[trial] is null && random.Next(4) == 0).ToList())
                results[late] = late % 7;
            if (open.TrueForAll(trial => sweep.Chosen.PlaceOf(trial).Rung > 0))
                foreach (var late in Enumerable.Range(0, results.Length).Where(trial => sweep.Chosen.DrawOf(trial) is not null))
                    results[late] ??= late % 7;
        }

        Assert.Contains(
            Enumerable.Range(0, 60), trial => sweep.Chosen!.DrawOf(trial)!.Basis.StartsWith("drawn by TPE", StringComparison.Ordinal));
    }

    [Fact]
    public void Sweep_ThatIsNotReproducible_IsAnotherSweep_AndSaysSo()
    {
        var sweep = SweepYaml.Parse($"name: s\nmethod: tpe\nsearch: {{trials: 20, deterministic: false}}\n{Space}");

        Assert.NotEqual(SweepYaml.Parse($"name: s\nmethod: tpe\nsearch: {{trials: 20}}\n{Space}").Id, sweep.Id);
        Assert.EndsWith("; not reproducible", sweep.Expansion, StringComparison.Ordinal);
        Assert.EndsWith(
            "promoted as results arrive: about 40 of 1 epoch, 13 of 3 epochs, 4 of 9 epochs; not reproducible",
            SweepYaml.Parse(Files["random"]).Expansion,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tpe", "lag: 2", "type: asha", "early_stopping.type", "write search: {reproducible: off} if")]
    [InlineData("tpe", "reproducible: off, lag: 2", null, "search.lag", "has no effect with reproducible: off")]
    [InlineData("random", "reproducible: off", null, "search.reproducible", "method random looks at no results")]
    [InlineData("random", "reproducible: on", null, "search.reproducible", "method random looks at no results")]
    [InlineData("random", "reproducible: off", "eta: 3", "search.reproducible", "write early_stopping: {type: asha}")]
    [InlineData("tpe", "reproducible: perhaps", null, "search.reproducible", "is not a value of this switch")]
    [InlineData("tpe", "reproducible: off", "type: asha, brackets: standard", "early_stopping.brackets", "no effect with type asha")]
    [InlineData("tpe", "reproducible: off", "type: asha, eta: 1", "early_stopping.eta", "lets every configuration go on")]
    public void File_WhoseChoicesCannotBeSo_IsRefused(string method, string search, string? stopping, string path, string message)
    {
        var problem = Assert.Single(SweepYaml.Problems($"name: s\nmethod: {method}\nsearch: {{trials: 9, {search}}}\n"
            + (stopping is null ? "" : $"early_stopping: {{{stopping}}}\n") + Space));

        Assert.Equal((path.StartsWith("search", StringComparison.Ordinal) ? 3 : 4, path), (problem.Line, problem.Path));
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Grid_OnItsOwn_HasNothingToReproduce() => Assert.Contains(
        "grid looks at no results",
        Assert.Single(SweepYaml.Problems(
            "name: s\nsearch: {reproducible: off}\nparameters: {temperature: {values: [0.1, 0.2]}}\n")).Message,
        StringComparison.Ordinal);
}
