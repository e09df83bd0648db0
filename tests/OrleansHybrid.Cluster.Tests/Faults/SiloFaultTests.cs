using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Storage;
using OrleansHybrid.Cluster.Tests.Testing;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Tests.Faults;

public sealed class SiloFaultTests : IDisposable
{
    private const int Trials = 4;

    private static readonly string Yaml = SweepFiles.OfTrials(Trials, epochs: 3);

    private readonly TemporaryFolder _folder = new();

    public SiloFaultTests() => Directory.CreateDirectory(Data);

    private string Data => _folder["data"];

    public void Dispose() => _folder.Dispose();

    [SlowFact]
    public async Task StoppedSilo_ChecksEveryTrialIn_AndTheNextLosesNoStep()
    {
        FakeFaults.Hold(Data, step: 4);
        await using (var silo = await TestSilo.Start(_folder.Path))
        {
            var running = await silo.Submit(Yaml);
            await Eventually.Is(
                () => silo.Journal(running, 0).Contains((1, 4)) && silo.Journal(running, 1).Contains((1, 4)), "two trials stand at step 4");
            await silo.Stop();
        }

        FakeFaults.LetGo(Data);
        await using var next = await TestSilo.Start(_folder.Path);
        var sweep = await next.Submit(Yaml);
        var rows = await TestSilo.FinishedRows(sweep);

        AssertComplete(rows);
        Assert.Equal([(2, 1), (2, 1), (1, 0), (1, 0)], rows.Select(row => (row.Attempts, row.Preemptions)));
        for (var trial = 0; trial < Trials; trial++)
            Assert.Equal(Enumerable.Range(1, 9), next.Journal(sweep, trial).Select(entry => entry.Step));
    }

    [Fact]
    public async Task KilledSilo_LosesNoMoreThanTheStepsSinceTheLastCheckpoint()
    {
        FakeFaults.Hold(Data, step: 4);
        using var child = await TestSilo.StartChild(_folder.Path, Yaml);
        var id = SweepFiles.IdOf(Yaml);
        var state = new StateDirectory(_folder["state"]);
        await Eventually.Is(() => StandsAt(state, id, 0, 4) && StandsAt(state, id, 1, 4), "two trials stand at step 4");
        await Eventually.Is(() => TrialsWithACheckpoint() == 2, "the checkpoints of step 3 are committed");
        child.Kill();
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);

        FakeFaults.LetGo(Data);
        await using var next = await TestSilo.Start(_folder.Path);
        // Nobody submits again: the scheduler remembers.
        var sweep = next.Grains.GetGrain<ISweepGrain>(id);
        var rows = await TestSilo.FinishedRows(sweep);

        AssertComplete(rows);
        Assert.Equal([(2, 1), (2, 1), (1, 0), (1, 0)], rows.Select(row => (row.Attempts, row.Preemptions)));
        Assert.Equal([1, 2, 3, 4, 4, 5, 6, 7, 8, 9], next.Journal(sweep, 0).Select(entry => entry.Step));
        Assert.Equal([1, 2, 3, 4, 4, 5, 6, 7, 8, 9], next.Journal(sweep, 1).Select(entry => entry.Step));
        await Eventually.Is(() => Directory.GetFiles(next.State.Trainers).Length == 0, "no trainer is left");
    }

    [Theory]
    [InlineData("name LIKE 'ledger-%'")]
    [InlineData("name NOT IN ('trial', 'state-id')")]
    public async Task LostLedger_IsRebuiltFromTheTrialsRecords_WithoutTraining(string lost)
    {
        IReadOnlyList<TrialRow> before;
        await using (var silo = await TestSilo.Start(_folder.Path))
        {
            before = await TestSilo.FinishedRows(await silo.Submit(Yaml));
            await silo.Stop();
        }

        Delete(lost);
        await using var next = await TestSilo.Start(_folder.Path);
        var sweep = await next.Submit(Yaml);

        Assert.Equal(before, await TestSilo.FinishedRows(sweep));
        for (var trial = 0; trial < Trials; trial++) Assert.Equal(9, next.Journal(sweep, trial).Length);
    }

    [Fact]
    public async Task FinishedSweep_SubmittedAgain_TrainsNothing()
    {
        await using var silo = await TestSilo.Start(_folder.Path);
        var sweep = await silo.Submit(Yaml);
        var before = await TestSilo.FinishedRows(sweep);

        await silo.Submit("description: told better\n" + Yaml);

        Assert.Equal(before, await TestSilo.FinishedRows(sweep));
    }

    private static bool StandsAt(StateDirectory state, string sweep, int trial, int step)
    {
        var journal = Path.Combine(state.Checkpoints(new(sweep, trial)), "journal");
        return File.Exists(journal) && File.ReadAllText(journal).EndsWith($" {step}\n", StringComparison.Ordinal);
    }

    private static void AssertComplete(IReadOnlyList<TrialRow> rows)
    {
        Assert.Equal(Trials, rows.Count);
        Assert.All(rows, row =>
        {
            Assert.Equal(TrialState.Completed, row.State);
            Assert.Equal(FakeTrainer.WeightsAfter(row.Index, 9), row.Result!.WeightsSha256);
        });
    }

    private long TrialsWithACheckpoint()
    {
        using var connection = _folder.OpenGrainState();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM grain_state WHERE name = 'trial' AND CAST(data AS TEXT) LIKE '%a0001-s000003%'";
        return (long)command.ExecuteScalar()!;
    }

    private void Delete(string rows)
    {
        using var connection = _folder.OpenGrainState();
        using var command = connection.CreateCommand();
        command.CommandText = $"DELETE FROM grain_state WHERE {rows}";
        Assert.True(command.ExecuteNonQuery() > 0);
    }
}
