using OrleansHybrid.Cluster.Scheduling;
using OrleansHybrid.Cluster.Sweeps;
using OrleansHybrid.Cluster.Tests.Testing;
using OrleansHybrid.Cluster.Trials;
using OrleansHybrid.Sweeps.Scheduling;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Tests.Sweeps;

/// <summary>Sweeps that people want out of sight, or gone.</summary>
public sealed class SweepDeletionTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public SweepDeletionTests() => Directory.CreateDirectory(_folder["data"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Delete_OfASweepThatMayGoOn_IsRefused_AndOfACancelledOne_LeavesNothingBehind()
    {
        FakeFaults.Hold(_folder["data"], step: 4);
        await using var silo = await TestSilo.Start(_folder.Path);
        var yaml = SweepFiles.OfTrials(3, epochs: 3);
        var sweep = await silo.Submit(yaml);
        var id = sweep.GetPrimaryKeyString();
        await Eventually.Is(async () => (await sweep.Status()).Running.Count == 2, "two trials run");

        var refused = await silo.Grains.GetScheduler().Delete(id);
        await silo.Grains.GetScheduler().Tell(id, Verb.Cancel, null);
        FakeFaults.LetGo(_folder["data"]);
        var deleted = await Eventually.Answer(() => silo.Grains.GetScheduler().Delete(id), answer => answer is { IsDone: true, Left: 0 });

        Assert.False(refused.IsDone);
        Assert.Contains($"hybrid cancel {id}", refused.Message, StringComparison.Ordinal);
        Assert.Contains("is deleted", deleted.Message, StringComparison.Ordinal);
        Assert.Empty((await silo.Grains.GetScheduler().List()).Ids);
        Assert.Null(await sweep.Texts());
        Assert.Empty(await silo.Grains.GetTrial(new(id, 0)).Checkpoints());
        var folder = Path.Combine(silo.State.CheckpointRoot, id);
        Assert.Empty(Directory.Exists(folder) ? Directory.GetFiles(folder, "weights", SearchOption.AllDirectories) : []);
    }

    [Fact]
    public async Task Sweep_ThatWasDeleted_IsTrainedAnewWhenItIsSubmittedAgain()
    {
        await using var silo = await TestSilo.Start(_folder.Path);
        var yaml = SweepFiles.OfTrials(2);
        var sweep = await silo.Submit(yaml);
        var before = await TestSilo.FinishedRows(sweep);
        await Eventually.Answer(() => silo.Grains.GetScheduler().Delete(sweep.GetPrimaryKeyString()), answer => answer is { IsDone: true, Left: 0 });

        var after = await TestSilo.FinishedRows(await silo.Submit(yaml));

        Assert.Equal(before.Select(row => row.Result!.WeightsSha256), after.Select(row => row.Result!.WeightsSha256));
        Assert.All(after, row => Assert.Equal((1, null), (row.Attempts, row.ReusedFrom)));
    }

    [Fact]
    public async Task Archive_LeavesASweepOutOfLists_AndTakesItInAgain()
    {
        await using var silo = await TestSilo.Start(_folder.Path);
        var (scheduler, sweep) = (silo.Grains.GetScheduler(), await silo.Submit(SweepFiles.OfTrials(1)));

        await scheduler.Archive(sweep.GetPrimaryKeyString(), isArchived: true);
        await scheduler.Archive(sweep.GetPrimaryKeyString(), isArchived: true);
        var archived = await scheduler.List();
        await scheduler.Archive(sweep.GetPrimaryKeyString(), isArchived: false);

        Assert.Equal((1, 0), (archived.Ids.Length, archived.Shown.Count()));
        Assert.Single((await scheduler.List()).Shown);
    }

    [Fact]
    public async Task Submit_Paused_StartsNothingUntilItIsResumed()
    {
        await using var silo = await TestSilo.Start(_folder.Path);
        var id = await silo.Grains.GetScheduler().Submit(SweepFiles.OfTrials(2), "test.yaml", paused: true);
        var sweep = silo.Grains.GetGrain<ISweepGrain>(id);

        // What came later has been trained, so the paused one had its turns.
        await TestSilo.Finish(await silo.Submit(SweepFiles.OfTrials(1, epochs: 1)));
        var paused = await sweep.Status();
        await silo.Grains.GetScheduler().Tell(id, Verb.Resume, null);

        Assert.Equal((2, SweepPhase.Paused), (paused.Count(TrialState.Paused), paused.Phase));
        Assert.All(await TestSilo.FinishedRows(sweep), row => Assert.Equal(TrialState.Completed, row.State));
    }
}
