using OrleansHybrid.Cluster.Tests.Testing;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Scheduling;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Tests.Sweeps;

/// <summary>Asynchronous halving in a real silo with fake trainers.</summary>
public sealed class AshaSweepTests : IDisposable
{
    private static readonly string Promoting = SearchRuns.Halved
        .Replace("name: halved", "name: promoting", StringComparison.Ordinal)
        .Replace("lag: 2", "reproducible: off", StringComparison.Ordinal)
        .Replace("{eta: 3", "{type: asha, eta: 3", StringComparison.Ordinal);

    private static readonly string PromotingByPauses =
        Promoting.Replace("min_epochs: 1", "min_epochs: 1, fidelity: epochs", StringComparison.Ordinal);

    private readonly TemporaryFolder _folder = new();

    private string Data => _folder["data"];

    public void Dispose() => _folder.Dispose();

    [SlowFact]
    public async Task Asha_PromotesWhatHasArrived_AndPrunesTheRest()
    {
        await using var silo = await TestSilo.Start(_folder.Path);
        var sweep = await silo.Submit(Promoting);

        var rows = await TestSilo.FinishedRows(sweep);

        AssertPromoted(rows);
        SearchRuns.AssertWeightsOfWholeTrainings(rows);
        var status = await sweep.Status();
        Assert.Equal((12, 9), (status.Rungs![0].Completed, status.Rungs[2].Epochs));
        // The best of the sweep is one of the last rung, whatever shorter trainings came to.
        Assert.Equal(9, rows[status.Best!.Index].Result!.Epochs);
    }

    [SlowFact]
    public async Task Asha_WhoseTrialsAreHeld_SaysWhatTheyWaitFor()
    {
        FakeFaults.Hold(Directory.CreateDirectory(Data).FullName, step: 3);
        await using var silo = await TestSilo.Start(_folder.Path);
        var sweep = await silo.Submit(Promoting);
        await Eventually.Is(async () => (await sweep.Status()) is { Rungs: [{ Running: 0 }, ..], Running.Count: 2 }, "two are promoted");

        var rows = await sweep.Rows(0, 36);

        var open = rows.First(row => row.Draw is null && row.Index % 3 == 1);
        Assert.Equal(PendingKind.Results, open.PendingReason!.Kind);
        Assert.Contains("among the best of the rung below", open.PendingReason.Message, StringComparison.Ordinal);
        FakeFaults.LetGo(Data);
        await TestSilo.Finish(sweep);
    }

    [SlowTheory]
    [InlineData("schedule")]
    [InlineData("epochs")]
    public async Task Asha_WhoseSiloIsKilledAgainAndAgain_TakesBackNoDecision(string fidelity)
    {
        const int kills = 3;
        var yaml = fidelity is "epochs" ? PromotingByPauses : Promoting;
        var (id, decided) = (SweepFiles.IdOf(yaml), new Dictionary<int, string>());
        Directory.CreateDirectory(Data);
        for (var kill = 1; kill <= kills; kill++)
        {
            using (var child = await TestSilo.StartChild(_folder.Path, yaml))
            {
                await Eventually.Is(() => SearchRuns.Begun(_folder, id) >= kill * 4, $"{kill * 4} trials have begun");
                child.Kill();
                await child.WaitForExitAsync(TestContext.Current.CancellationToken);
            }

            await using var between = await TestSilo.Start(_folder.Path);
            NoteDecisions(await (await between.Submit(yaml)).Rows(0, 36));
        }

        await using var silo = await TestSilo.Start(_folder.Path);
        var rows = await TestSilo.FinishedRows(await silo.Submit(yaml));

        NoteDecisions(rows);
        Assert.Equal(36, decided.Count);
        AssertPromoted(rows);
        SearchRuns.AssertWeightsOfWholeTrainings(rows);

        void NoteDecisions(IReadOnlyList<TrialRow> rows)
        {
            foreach (var row in rows.Where(row => row.Draw is not null || decided.ContainsKey(row.Index)))
            {
                var draw = row.Draw;
                Assert.NotNull(draw);
                var text = $"{draw.Configuration} {string.Join(' ', draw.Texts ?? [])} {draw.After} {draw.Basis}";
                decided.TryAdd(row.Index, text);
                Assert.Equal(decided[row.Index], text);
            }
        }
    }

    private static void AssertPromoted(IReadOnlyList<TrialRow> rows)
    {
        Assert.Equal(36, rows.Count);
        Assert.All(rows, row => Assert.Equal(row.Draw!.IsTrained ? TrialState.Completed : TrialState.Pruned, row.State));
        var byRung = Enumerable.Range(0, 3)
            .Select(rung => rows.Where(row => row.Index % 3 == rung && row.Draw!.IsTrained).ToList()).ToList();
        Assert.Equal(12, byRung[0].Count);
        // A third of the twelve is promoted in the end, and it may be more.
        Assert.InRange(byRung[1].Count, 4, 11);
        Assert.InRange(byRung[2].Count, 1, 4);
        Assert.All(byRung.Skip(1).SelectMany(rung => rung), row => Assert.Equal(row.Index - 1, row.Draw!.After));
        var best = rows.Where(row => row.Index % 3 == 0).MaxBy(row => row.Result!.Accuracy.Top1)!;
        Assert.True(rows[best.Index + 1].Draw!.IsTrained);
    }
}
