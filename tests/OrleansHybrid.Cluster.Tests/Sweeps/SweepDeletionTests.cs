using OrleansHybrid.Cluster.Checkpoints;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Tests.Testing;
using OrleansHybrid.Sweeps.Scheduling;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Tests.Sweeps;

/// <summary>Sweeps that people want out of sight, or gone.</summary>
public sealed class SweepDeletionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

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
        var deleted = await Delete(silo, sweep);

        Assert.False(refused.IsDone);
        Assert.Contains($"hybrid cancel {id}", refused.Message, StringComparison.Ordinal);
        Assert.Contains("is deleted", deleted.Message, StringComparison.Ordinal);
        Assert.Empty((await silo.Grains.GetScheduler().List()).Ids);
        Assert.Null(await sweep.Texts());
        Assert.Empty(await silo.Grains.GetTrial(new(id, 0)).Checkpoints());
        var folder = Path.Combine(silo.State.CheckpointRoot, id);
        Assert.Empty(Directory.Exists(folder) ? Directory.GetFiles(folder, "weights", SearchOption.AllDirectories) : []);
    }

    [SlowFact]
    public async Task Sweep_ThatWasDeleted_IsTrainedAnewWhenItIsSubmittedAgain()
    {
        await using var silo = await TestSilo.Start(_folder.Path);
        var yaml = SweepFiles.OfTrials(2);
        var sweep = await silo.Submit(yaml);
        var before = await TestSilo.FinishedRows(sweep);
        await Delete(silo, sweep);

        var after = await TestSilo.FinishedRows(await silo.Submit(yaml));

        Assert.Equal(before.Select(row => row.Result!.WeightsSha256), after.Select(row => row.Result!.WeightsSha256));
        Assert.All(after, row => Assert.Equal((1, null), (row.Attempts, row.ReusedFrom)));
    }

    [SlowFact]
    public async Task Sweep_ThatIsBeingDeleted_TakesNothingElse_NorAfterARestart_AndTheDeletionGoesOn()
    {
        var yaml = SweepFiles.OfTrials(20, more: "budget: { max_trials: 2 }");
        await using (var silo = await TestSilo.Start(_folder.Path))
        {
            var finished = await silo.Submit(yaml);
            await TestSilo.Finish(finished);
            Assert.False((await finished.DeleteMore()).IsDone);

            Assert.Equal((true, 20), Summary(await silo.Grains.GetScheduler().Delete(finished.GetPrimaryKeyString())));

            await TakesNothingElse(silo, yaml);
            await silo.Stop();
        }

        await using var next = await TestSilo.Start(_folder.Path);
        var sweep = next.Grains.GetGrain<ISweepGrain>(SweepFiles.IdOf(yaml));
        Assert.Equal(SweepPhase.Deleting, (await sweep.Status()).Phase);
        await TakesNothingElse(next, yaml);

        Assert.Contains("is deleted", (await Delete(next, sweep)).Message, StringComparison.Ordinal);
        Assert.Equal(
            [1, 1],
            (await TestSilo.FinishedRows(await next.Submit(yaml)))
                .Where(row => row.State is TrialState.Completed)
                .Select(row => row.Attempts));
    }

    [SlowFact]
    public async Task Deletion_FromACheckpointStoreThatDoesNotAnswer_LetsAllOthersGoOn()
    {
        using var store = new SlowBlobServer();
        FakeFaults.Hold(_folder["data"], step: 1);
        await using var silo = await TestSilo.Start(
            TestSilo.Options(_folder.Path) with { Checkpoints = CheckpointPlace.Parse(store.Setting) });
        var (scheduler, yaml) = (silo.Grains.GetScheduler(), SweepFiles.OfTrials(1));
        var sweep = await silo.Submit(yaml);
        await Eventually.Is(async () => (await sweep.Status()).Running is [{ Attempt: 1 }], "the trial has begun");
        await scheduler.Tell(sweep.GetPrimaryKeyString(), Verb.Cancel, null);
        await Eventually.Answer(() => scheduler.Delete(sweep.GetPrimaryKeyString()), answer => answer.IsDone);

        var (round, same) = (sweep.DeleteMore(), sweep.DeleteMore());
        await store.Asked;
        await TakesNothingElse(silo, yaml);
        var other = await silo.Submit(SweepFiles.OfTrials(2).Replace("name: fake", "name: other", StringComparison.Ordinal));
        await Eventually.Is(async () => (await other.Status()).Running.Count == 2, "the other sweep has the slots");
        Assert.False(round.IsCompleted);
        await scheduler.Tell(other.GetPrimaryKeyString(), Verb.Cancel, null);
        store.LetGo();

        Assert.Equal([(true, 0), (true, 0)], [Summary(await round), Summary(await same)]);
        Assert.Equal((true, 0), Summary(await scheduler.Delete(sweep.GetPrimaryKeyString())));
        Assert.Equal([other.GetPrimaryKeyString()], (await scheduler.List()).Ids);
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
        var id = (await silo.Grains.GetScheduler().Submit(SweepFiles.OfTrials(2), "test.yaml", paused: true)).Sweep;
        var sweep = silo.Grains.GetGrain<ISweepGrain>(id);

        // What came later has been trained, so the paused one had its turns.
        await TestSilo.Finish(await silo.Submit(SweepFiles.OfTrials(1, epochs: 1)));
        var paused = await sweep.Status();
        await silo.Grains.GetScheduler().Tell(id, Verb.Resume, null);

        Assert.Equal((2, SweepPhase.Paused), (paused.Count(TrialState.Paused), paused.Phase));
        Assert.All(await TestSilo.FinishedRows(sweep), row => Assert.Equal(TrialState.Completed, row.State));
    }

    /// <summary>Deletes it as the console does.</summary>
    private static async Task<VerbAnswer> Delete(TestSilo silo, ISweepGrain sweep)
    {
        var (scheduler, id) = (silo.Grains.GetScheduler(), sweep.GetPrimaryKeyString());
        await Eventually.Answer(() => scheduler.Delete(id), answer => answer.IsDone);
        await Eventually.Answer(sweep.DeleteMore, answer => answer is { IsDone: true, Left: 0 });
        return await scheduler.Delete(id);
    }

    private static async Task TakesNothingElse(TestSilo silo, string yaml)
    {
        var (scheduler, id) = (silo.Grains.GetScheduler(), SweepFiles.IdOf(yaml));
        string?[] refusals =
        [
            (await scheduler.Submit(yaml, "test.yaml")).Refused,
            Refusal(await scheduler.Extend(id, new(yaml, "test.yaml"))),
            Refusal(await scheduler.Tell(id, Verb.Resume, null)),
            Refusal(await scheduler.Tell(id, Verb.Pause, null)),
            Refusal(await scheduler.Tell(id, Verb.Retry, null)),
            Refusal(await scheduler.Tell(id, Verb.Retry, 0)),
        ];
        Assert.All(
            refusals, refusal => Assert.Contains($"{id} is being deleted: repeat 'hybrid delete {id}", refusal, StringComparison.Ordinal));
        Assert.DoesNotContain(await scheduler.Queue(), entry => entry.Sweep == id);
    }

    private static string? Refusal(VerbAnswer answer) => answer.IsDone ? null : answer.Message;

    private static (bool IsDone, int Left) Summary(VerbAnswer answer) => (answer.IsDone, answer.Left);
}
