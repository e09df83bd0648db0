using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Tests.Testing;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Tests.Faults;

public sealed class SweepRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Data => _folder["data"];

    public void Dispose() => _folder.Dispose();

    [SlowFact]
    public async Task Sweep_OfTwentyTrialsOnTwoSlots_CompletesEachInOneAttempt()
    {
        await using var silo = await TestSilo.Start(_folder.Path);
        var sweep = await silo.Submit(SweepFiles.OfTrials(20));

        var rows = await TestSilo.FinishedRows(sweep);

        Assert.Equal(20, rows.Count);
        Assert.All(rows, row =>
        {
            Assert.Equal((TrialState.Completed, 1, 0), (row.State, row.Attempts, row.Preemptions));
            Assert.Equal(FakeTrainer.WeightsAfter(row.Index, 6), row.Result!.WeightsSha256);
        });
        var status = await sweep.Status();
        Assert.Equal((20, 0, 0, null), (status.Count(TrialState.Completed), status.Restarts, status.Preemptions, status.Trouble));
        Assert.Equal(1 / 1.1, status.Best!.Objective);
        var history = await silo.Grains.GetTrial(new(sweep.GetPrimaryKeyString(), 7)).History();
        Assert.Equal([1, 2], history.Select(epoch => epoch.Epoch));
    }
}
