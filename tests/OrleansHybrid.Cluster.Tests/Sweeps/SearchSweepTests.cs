using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Tests.Testing;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Definition.Yaml;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Scheduling;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Tests.Sweeps;

/// <summary>Searches that choose their trials, in a real silo with fake trainers.</summary>
public sealed class SearchSweepTests : IDisposable
{
    private const string Tpe =
        """
        name: tpe
        method: tpe
        search: {trials: 14, lag: 2, seed: 5}
        parameters: {temperature: {min: 0.05, max: 1}}
        recipe: {epochs: 1}
        """;

    private static readonly string Paused = SearchRuns.Halved
        .Replace("name: halved", "name: paused", StringComparison.Ordinal)
        .Replace("min_epochs: 1", "min_epochs: 1, fidelity: epochs", StringComparison.Ordinal);

    private readonly TemporaryFolder _folder = new();

    private string Data => _folder["data"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Search_ThatLearns_ChoosesWhatTheResultsSay_AndShowsIt()
    {
        await using var silo = await TestSilo.Start(_folder.Path);
        var sweep = await silo.Submit(Tpe);

        var rows = await TestSilo.FinishedRows(sweep);

        AssertAsChosenOneAfterTheOther(Tpe, rows);
        Assert.Contains(rows, row => row.Draw!.Basis.StartsWith("drawn by TPE from", StringComparison.Ordinal));
    }

    [SlowFact]
    public async Task Trial_WhoseChoiceIsOpen_SaysWhatItWaitsFor()
    {
        FakeFaults.Hold(Directory.CreateDirectory(Data).FullName, step: 0);
        await using var silo = await TestSilo.Start(_folder.Path);
        var sweep = await silo.Submit(Tpe);
        await Eventually.Is(async () => (await sweep.Status()).Running.Count == 2, "two trials run");

        var rows = await sweep.Rows(0, 14);

        Assert.All(rows.Take(3), row => Assert.NotNull(row.Draw));
        var open = rows[13];
        Assert.Null(open.Draw);
        Assert.Equal(PendingKind.Results, open.PendingReason!.Kind);
        Assert.Contains("search.lag: 2", open.PendingReason.Message, StringComparison.Ordinal);
        FakeFaults.LetGo(Data);
        await TestSilo.Finish(sweep);
    }

    [SlowFact]
    public async Task Trial_ThatFails_IsTheWorst_AndTheSearchGoesOn()
    {
        FakeFaults.Plan(Directory.CreateDirectory(Data).FullName, trial: 1, "not-finite", step: 1, times: 9);
        await using var silo = await TestSilo.Start(_folder.Path);
        var sweep = await silo.Submit(Tpe);

        var rows = await TestSilo.FinishedRows(sweep);

        Assert.Equal(TrialState.Failed, rows[1].State);
        Assert.All(rows.Where(row => row.Index != 1), row => Assert.Equal(TrialState.Completed, row.State));
    }

    [SlowFact]
    public async Task Halving_TrainsEachRungAsATraining_OfTheBestBelow()
    {
        await using var silo = await TestSilo.Start(_folder.Path);
        var sweep = await silo.Submit(SearchRuns.Halved);

        var rows = await TestSilo.FinishedRows(sweep);

        AssertAsChosenOneAfterTheOther(SearchRuns.Halved, rows);
        var status = await sweep.Status();
        Assert.Equal([(1, 12), (3, 4), (9, 1)], status.Rungs!.Select(rung => (rung.Epochs, rung.Completed)));
        Assert.Equal([1, 3, 9], rows.Select(row => row.Result!.Epochs).Distinct());
        Assert.StartsWith("promoted 1st of 4 at rung 2 (3 epochs)", rows[^1].Draw!.Basis, StringComparison.Ordinal);
        Assert.Equal(rows.Max(row => row.Result!.Accuracy.Top1), rows[^1].Result!.Accuracy.Top1);
    }

    [SlowFact]
    public async Task Pausing_GoesOnFromTheRungBelow_AndEndsWithTheBitsOfAnUninterruptedTraining()
    {
        await using var silo = await TestSilo.Start(_folder.Path);
        var sweep = await silo.Submit(Paused);

        var rows = await TestSilo.FinishedRows(sweep);

        AssertAsChosenOneAfterTheOther(Paused, rows);
        SearchRuns.AssertWeightsOfWholeTrainings(rows);
        Assert.Equal([1, 3, 9], rows.Select(row => row.Result!.Epochs).Distinct());
        // The last trains 6 epochs of its 9, and the best of the sweep is no training that paused.
        Assert.Equal((10, 27), (silo.Journal(sweep, 16).Min(entry => entry.Step), silo.Journal(sweep, 16).Max(entry => entry.Step)));
        Assert.Equal(16, (await sweep.Status()).Best!.Index);
        // What it was lent is gone from its folder.
        Assert.Equal(2, Directory.GetDirectories(silo.State.Checkpoints(new(sweep.GetPrimaryKeyString(), 16))).Length);
    }

    [SlowFact]
    public async Task Pausing_UnderAQuotaThatHoldsAFewCheckpoints_GivesUpTheWorst_AndEndsWithTheSameBits()
    {
        await using var silo = await TestSilo.Start(_folder.Path);
        var sweep = await silo.Submit(Paused + "\ncheckpoint: {quota: 4KB, keep: 2}\n");

        var rows = await TestSilo.FinishedRows(sweep);

        AssertAsChosenOneAfterTheOther(Paused, rows);
        SearchRuns.AssertWeightsOfWholeTrainings(rows);
        var kept = rows.Select(async row =>
            (row.Index, Checkpoints: (await silo.Grains.GetTrial(new(sweep.GetPrimaryKeyString(), row.Index)).Checkpoints()).Length));
        Assert.Contains(await Task.WhenAll(kept), trial => trial is { Index: < 12, Checkpoints: 0 });
    }

    [SlowFact]
    public async Task Pausing_WithoutTheCheckpointOfTheRungBelow_TrainsToTheSameBits()
    {
        FakeFaults.Hold(Directory.CreateDirectory(Data).FullName, step: 3);
        await using (var first = await TestSilo.Start(_folder.Path))
        {
            var begun = await first.Submit(Paused);
            await Eventually.Is(async () => (await begun.Status()).Rungs![0].Completed == 12, "the lowest rung is complete");
            // No promoted trial may have what is about to go: it can be quicker than this test.
            await first.Stop();
            foreach (var trial in Directory.GetDirectories(Path.Combine(first.State.CheckpointRoot, begun.GetPrimaryKeyString())))
                foreach (var checkpoint in Directory.GetDirectories(trial))
                    Directory.Delete(checkpoint, recursive: true);
        }

        FakeFaults.LetGo(Data);
        await using var silo = await TestSilo.Start(_folder.Path);
        var sweep = silo.Grains.GetGrain<ISweepGrain>(SweepFiles.IdOf(Paused));
        var rows = await TestSilo.FinishedRows(sweep);

        AssertAsChosenOneAfterTheOther(Paused, rows);
        SearchRuns.AssertWeightsOfWholeTrainings(rows);
        Assert.Equal(1, silo.Journal(sweep, 12).Min(entry => entry.Step));
    }

    [SlowFact]
    public async Task Search_IsNotExtended()
    {
        await using var silo = await TestSilo.Start(_folder.Path);
        var sweep = await silo.Submit(Tpe);

        var answer = await sweep.Extend(new(Tpe, "test.yaml"));

        Assert.False(answer.IsDone);
        Assert.Contains("cannot be extended", answer.Message, StringComparison.Ordinal);
    }

    [SlowFact]
    public async Task Sweep_ThatWasDeletedAndIsSubmittedAgain_BeginsBeforeItsFirstChoice()
    {
        await using var silo = await TestSilo.Start(_folder.Path);
        var sweep = await silo.Submit(SearchRuns.Halved);
        await TestSilo.Finish(sweep);
        await silo.Grains.GetScheduler().Delete(sweep.GetPrimaryKeyString());
        await Eventually.Is(async () => (await sweep.DeleteMore()).Left == 0, "the sweep is deleted");
        FakeFaults.Hold(Directory.CreateDirectory(Data).FullName, step: 0);

        var again = await silo.Submit(SearchRuns.Halved + "\nreuse: false\n");
        await Eventually.Is(async () => (await again.Status()).Running.Count == 2, "two trials run");

        Assert.Null((await again.Rows(16, 1))[0].Draw);
        FakeFaults.LetGo(Data);
        AssertAsChosenOneAfterTheOther(SearchRuns.Halved, await TestSilo.FinishedRows(again));
    }

    [SlowTheory]
    [InlineData("schedule")]
    [InlineData("epochs")]
    public async Task Search_WhoseSiloIsKilledAgainAndAgain_EndsAsIfNothingHadHappened(string fidelity)
    {
        const int kills = 3;
        var yaml = fidelity is "epochs" ? Paused : SearchRuns.Halved;
        var id = SweepFiles.IdOf(yaml);
        Directory.CreateDirectory(Data);
        for (var kill = 1; kill <= kills; kill++)
        {
            using var child = await TestSilo.StartChild(_folder.Path, yaml);
            await Eventually.Is(() => SearchRuns.Begun(_folder, id) >= kill * 4, $"{kill * 4} trials have begun");
            child.Kill();
            await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await using var silo = await TestSilo.Start(_folder.Path);
        var sweep = await silo.Submit(yaml);
        var rows = await TestSilo.FinishedRows(sweep);

        AssertAsChosenOneAfterTheOther(yaml, rows);
        SearchRuns.AssertWeightsOfWholeTrainings(rows);
    }

    [SlowFact]
    public async Task Search_ThatSeesAllThereIs_TrainsEveryTrial_AndSaysOfHowManyResultsItIs()
    {
        await using var silo = await TestSilo.Start(_folder.Path);
        var sweep = await silo.Submit(Tpe.Replace("lag: 2", "reproducible: off", StringComparison.Ordinal));

        var rows = await TestSilo.FinishedRows(sweep);

        Assert.All(rows, row => Assert.Equal(TrialState.Completed, row.State));
        Assert.Matches("^drawn by TPE from 1[23] results", rows[13].Draw!.Basis);
    }

    private static void AssertAsChosenOneAfterTheOther(string yaml, IReadOnlyList<TrialRow> rows)
    {
        var (expected, seen) = (OneAfterTheOther(yaml), new SweepText(yaml, "test.yaml").Parse());
        foreach (var row in rows) seen.Chosen!.Keep(row.Index, row.Draw);
        Assert.Equal(expected.TrialCount, rows.Count);
        for (var trial = 0; trial < rows.Count; trial++)
        {
            Assert.Equal(expected.Trial(trial).ContentHash, seen.Trial(trial).ContentHash);
            Assert.Equal(expected.Chosen!.DrawOf(trial)!.Basis, rows[trial].Draw!.Basis);
        }
    }

    /// <summary>The sweep as its search chooses it from what the fake trainers give, without any cluster.</summary>
    private static SweepDefinition OneAfterTheOther(string yaml)
    {
        var sweep = new SweepText(yaml, "test.yaml").Parse();
        for (var trial = 0; trial < sweep.TrialCount; trial++)
            sweep.Chosen!.Keep(trial, sweep.Chosen.Choose(trial, earlier => 1 / (1 + sweep.RecipeOf(earlier).Temperature)));
        return sweep;
    }
}
