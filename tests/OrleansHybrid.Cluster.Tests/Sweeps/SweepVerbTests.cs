using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Tests.Testing;
using OrleansHybrid.Sweeps.Scheduling;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Tests.Sweeps;

/// <summary>What people want of sweeps and trials, on a real silo with trainers that are processes.</summary>
public sealed class SweepVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SweepVerbTests() => Directory.CreateDirectory(Data);

    private string Data => _folder["data"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Pause_FreesTheSlotsAtACheckpoint_OutlivesTheSilo_AndResumeLosesNoStep()
    {
        FakeFaults.Hold(Data, step: 4);
        var yaml = SweepFiles.OfTrials(3, epochs: 3);
        await using (var silo = await TestSilo.Start(_folder.Path))
        {
            var running = await silo.Submit(yaml);
            await StandAt(silo, running, 4, 0, 1);

            Assert.True((await Tell(silo, running, Verb.Pause)).IsDone);
            Assert.True((await Tell(silo, running, Verb.Pause)).IsDone);
            await Eventually.Is(async () => (await running.Status()).Running.Count == 0, "the slots are free");
            FakeFaults.LetGo(Data);
            await silo.Stop();
        }

        await using var next = await TestSilo.Start(_folder.Path);
        var sweep = next.Grains.GetGrain<ISweepGrain>(SweepFiles.IdOf(yaml));
        var status = await sweep.Status();
        Assert.Equal((SweepPhase.Paused, 3, PendingKind.Paused), (status.Phase, status.Count(TrialState.Paused), status.Waiting!.Kind));

        await Tell(next, sweep, Verb.Resume);
        var rows = await TestSilo.FinishedRows(sweep);

        Assert.All(rows, row => Assert.Equal(FakeTrainer.WeightsAfter(row.Index, 9), row.Result!.WeightsSha256));
        Assert.Equal([2, 2, 1], rows.Select(row => row.Attempts));
        for (var trial = 0; trial < 3; trial++)
            Assert.Equal(Enumerable.Range(1, 9), next.Journal(sweep, trial).Select(entry => entry.Step));
    }

    [Fact]
    public async Task Request_ThatComesAgainAfterItsAnswer_DoesNothing()
    {
        FakeFaults.Hold(Data, step: 4);
        await using var silo = await TestSilo.Start(_folder.Path);
        var yaml = SweepFiles.OfTrials(2, epochs: 3);
        var sweep = await silo.Submit(yaml);
        var (scheduler, id) = (silo.Grains.GetScheduler(), SweepFiles.IdOf(yaml));
        Guid submitted = Guid.NewGuid(), paused = Guid.NewGuid(), held = Guid.NewGuid();
        await scheduler.Submit(yaml, "test.yaml", request: submitted);
        await scheduler.Tell(id, Verb.Pause, null, paused);

        await scheduler.Submit(yaml, "test.yaml", request: submitted);
        Assert.Equal(SweepPhase.Paused, (await sweep.Status()).Phase);
        await scheduler.Tell(id, Verb.Resume, null, Guid.NewGuid());
        Assert.True((await scheduler.Tell(id, Verb.Pause, null, paused)).IsDone);
        Assert.Equal(SweepPhase.Active, (await sweep.Status()).Phase);

        await scheduler.Tell(id, Verb.Pause, 1, held);
        await scheduler.Tell(id, Verb.Resume, 1, Guid.NewGuid());
        Assert.True((await scheduler.Tell(id, Verb.Pause, 1, held)).IsDone);
        Assert.NotEqual(TrialState.Paused, (await sweep.Rows(1, 1))[0].State);
        FakeFaults.LetGo(Data);
        Assert.All(await TestSilo.FinishedRows(sweep), row => Assert.Equal(TrialState.Completed, row.State));
    }

    [Fact]
    public async Task Stop_LetsWhatHasBegunFinish_AndResumeTrainsTheRest()
    {
        FakeFaults.Hold(Data, step: 4);
        await using var silo = await TestSilo.Start(_folder.Path);
        var sweep = await silo.Submit(SweepFiles.OfTrials(4, epochs: 3));
        await StandAt(silo, sweep, 4, 0, 1);

        await Tell(silo, sweep, Verb.Stop);
        FakeFaults.LetGo(Data);
        var stopped = await TestSilo.FinishedRows(sweep);
        await Tell(silo, sweep, Verb.Resume);
        var rows = await TestSilo.FinishedRows(sweep);

        Assert.Equal(
            [TrialState.Completed, TrialState.Completed, TrialState.Stopped, TrialState.Stopped], stopped.Select(row => row.State));
        Assert.Equal(PendingKind.Stopped, stopped[3].PendingReason!.Kind);
        Assert.All(rows, row => Assert.Equal((TrialState.Completed, 1), (row.State, row.Attempts)));
    }

    [Fact]
    public async Task Cancel_EndsTheTrainersNow_AndTheirCheckpointsStay()
    {
        FakeFaults.Hold(Data, step: 4);
        await using var silo = await TestSilo.Start(_folder.Path);
        var sweep = await silo.Submit(SweepFiles.OfTrials(3, epochs: 3));
        await StandAt(silo, sweep, 4, 0, 1);

        await Tell(silo, sweep, Verb.Cancel);
        await Eventually.Is(() => Directory.GetFiles(silo.State.Trainers).Length == 0, "no trainer is left");
        Assert.Equal(3, (await sweep.Status()).Count(TrialState.Cancelled));
        FakeFaults.LetGo(Data);
        await Tell(silo, sweep, Verb.Resume);
        var rows = await TestSilo.FinishedRows(sweep);

        Assert.All(rows, row => Assert.Equal(FakeTrainer.WeightsAfter(row.Index, 9), row.Result!.WeightsSha256));
        Assert.Equal(2, rows[0].Attempts);
    }

    [SlowFact]
    public async Task TrialsOfASweep_ArePaused_Cancelled_AndInterrupted_OneByOne()
    {
        FakeFaults.Hold(Data, step: 4);
        await using var silo = await TestSilo.Start(_folder.Path);
        var sweep = await silo.Submit(SweepFiles.OfTrials(4, epochs: 3));
        await StandAt(silo, sweep, 4, 0, 1);

        // Before a slot falls free for it.
        Assert.True((await Tell(silo, sweep, Verb.Cancel, 2)).IsDone);
        Assert.True((await Tell(silo, sweep, Verb.Pause, 0)).IsDone);
        Assert.True((await Tell(silo, sweep, Verb.Interrupt, 1)).IsDone);
        Assert.False((await Tell(silo, sweep, Verb.Pause, 4)).IsDone);
        Assert.False((await Tell(silo, sweep, Verb.Interrupt)).IsDone);
        await Eventually.Is(
            async () => (await sweep.Rows(0, 1))[0] is { State: TrialState.Paused, Attempts: 1 }, "the first trial is paused");
        await Eventually.Is(async () => (await sweep.Rows(1, 1))[0].Preemptions == 1, "the second trial is interrupted");
        FakeFaults.LetGo(Data);
        await Eventually.Is(async () => (await sweep.Status()).Count(TrialState.Completed) == 2, "the second and the last trial complete");
        var rows = await sweep.Rows(0, 4);

        Assert.Equal([TrialState.Paused, TrialState.Completed, TrialState.Cancelled, TrialState.Completed], rows.Select(row => row.State));
        Assert.Equal([(0, 1), (1, 2), (0, 0), (0, 1)], rows.Select(row => (row.Preemptions, row.Attempts)));
        Assert.Equal(PendingKind.Paused, rows[0].PendingReason!.Kind);

        await Tell(silo, sweep, Verb.Resume, 0);
        await Tell(silo, sweep, Verb.Retry, 2);
        Assert.All(
            await TestSilo.FinishedRows(sweep), row => Assert.Equal(FakeTrainer.WeightsAfter(row.Index, 9), row.Result!.WeightsSha256));
        Assert.False((await Tell(silo, sweep, Verb.Cancel, 0)).IsDone);
    }

    [Fact]
    public async Task Retry_OfFailedTrials_GoesOnFromTheirCheckpoints()
    {
        FakeFaults.Plan(Data, trial: 1, "not-finite", step: 4);
        await using var silo = await TestSilo.Start(_folder.Path);
        var sweep = await silo.Submit(SweepFiles.OfTrials(2));
        Assert.Equal([TrialState.Completed, TrialState.Failed], (await TestSilo.FinishedRows(sweep)).Select(row => row.State));

        Assert.Equal(0, (await Tell(silo, sweep, Verb.Retry)).Left);
        var rows = await TestSilo.FinishedRows(sweep);

        Assert.Equal([(TrialState.Completed, 1), (TrialState.Completed, 2)], rows.Select(row => (row.State, row.Attempts)));
        Assert.Equal([(1, 1), (1, 2), (1, 3), (1, 4), (2, 4), (2, 5), (2, 6)], silo.Journal(sweep, 1));
    }

    [SlowFact]
    public async Task Extend_OfAFinishedSweep_TrainsTheNewTrialsAlone_AndIsRememberedByTheNextSilo()
    {
        var (yaml, more) = (SweepFiles.OfTrials(2), SweepFiles.OfTrials(4));
        IReadOnlyList<(TrialState, string?)> before;
        await using (var silo = await TestSilo.Start(_folder.Path))
        {
            var sweep = await silo.Submit(yaml);
            await TestSilo.Finish(sweep);
            var answer = await silo.Grains.GetScheduler().Extend(SweepFiles.IdOf(yaml), new(more, "more.yaml"));
            Assert.True(answer.IsDone, answer.Message);
            Assert.True((await silo.Grains.GetScheduler().Extend(SweepFiles.IdOf(yaml), new(more, "more.yaml"))).IsDone);
            await Eventually.Is(async () => (await sweep.Status()) is { IsFinished: true, Trials: 4 }, "the extended sweep is finished");
            before = [.. (await sweep.Rows(0, 9)).Select(row => (row.State, row.Result?.WeightsSha256))];
            for (var trial = 0; trial < 4; trial++) Assert.Equal(6, silo.Journal(sweep, trial).Length);
            Assert.False(
                (
                    await silo.Grains.GetScheduler()
                        .Extend(
                            SweepFiles.IdOf(yaml),
                            new(more.Replace("name: fake", "name: other", StringComparison.Ordinal), "o.yaml"))).IsDone);
            await silo.Stop();
        }

        await using var next = await TestSilo.Start(_folder.Path);
        // The first file again is the same sweep, which keeps what it was extended by.
        var again = await next.Submit(yaml);

        Assert.Equal(before, (await TestSilo.FinishedRows(again)).Select(row => (row.State, row.Result?.WeightsSha256)));
        Assert.Equal(Enumerable.Range(0, 4).Select(seed => FakeTrainer.WeightsAfter(seed, 6)), before.Select(row => row.Item2));
    }

    [SlowFact]
    public async Task TrialThatIsFinishedElsewhere_LendsItsResult_UnlessToldOtherwise()
    {
        await using var silo = await TestSilo.Start(_folder.Path);
        var first = await silo.Submit(SweepFiles.OfTrials(2));
        await TestSilo.Finish(first);

        var second = await silo.Submit(
            SweepFiles.OfTrials(3, more: "labels: [x]").Replace("name: fake", "name: second", StringComparison.Ordinal));
        var rows = await TestSilo.FinishedRows(second);
        var third = await silo.Submit(
            SweepFiles.OfTrials(2, more: "reuse: false").Replace("name: fake", "name: third", StringComparison.Ordinal));
        var trained = await TestSilo.FinishedRows(third);

        Assert.Equal(
            [new TrialId(first.GetPrimaryKeyString(), 0), new(first.GetPrimaryKeyString(), 1), null], rows.Select(row => row.ReusedFrom));
        Assert.Equal([0, 0, 1], rows.Select(row => row.Attempts));
        Assert.All(rows, row => Assert.Equal(FakeTrainer.WeightsAfter(row.Index, 6), row.Result!.WeightsSha256));
        Assert.Empty(silo.Journal(second, 0));
        Assert.All(trained, row => Assert.Equal((null, 1), (row.ReusedFrom, row.Attempts)));
    }

    [SlowFact]
    public async Task Sweep_OfHigherPriority_GetsTheSlotsThatFallFree_AndTheOtherSaysWhyItWaits()
    {
        FakeFaults.Hold(Data, step: 1);
        await using var silo = await TestSilo.Start(_folder.Path);
        var low = await silo.Submit(SweepFiles.OfTrials(3));
        await StandAt(silo, low, 1, 0, 1);
        var high = await silo.Submit(
            SweepFiles.OfTrials(3, more: "resources: { priority: 5 }\nreuse: false")
                .Replace("name: fake", "name: high", StringComparison.Ordinal));

        await Tell(silo, low, Verb.Interrupt, 0);
        await Tell(silo, low, Verb.Interrupt, 1);
        await Eventually.Is(async () => (await high.Status()).Running.Count == 2, "the urgent sweep has both slots");

        Assert.All(await low.Rows(0, 3), row => Assert.Equal(PendingKind.BehindByPriority, row.PendingReason!.Kind));
        Assert.Equal([TrialState.Preempted, TrialState.Preempted, TrialState.Pending], (await low.Rows(0, 3)).Select(row => row.State));
        FakeFaults.LetGo(Data);
        Assert.All(await TestSilo.FinishedRows(high), row => Assert.Equal(1, row.Attempts));
        await TestSilo.Finish(low);
    }

    [SlowFact]
    public async Task Budgets_EndASweepAndATrial_AndALargerOneLetsThemGoOn()
    {
        await using var silo = await TestSilo.Start(_folder.Path);
        var sweep = await silo.Submit(SweepFiles.OfTrials(3, more: "budget: { max_trials: 2 }"));
        var rows = await TestSilo.FinishedRows(sweep);
        Assert.Equal([TrialState.Completed, TrialState.Completed, TrialState.Stopped], rows.Select(row => row.State));
        Assert.Equal(PendingKind.BudgetUsedUp, rows[2].PendingReason!.Kind);

        FakeFaults.Hold(Data, step: 4);
        await silo.Submit(SweepFiles.OfTrials(3, more: "budget: { max_trial_duration: 1s }"));
        await Eventually.Is(async () => (await sweep.Rows(2, 1))[0].State is TrialState.Stopped, "the trial's time is over");
        var over = (await sweep.Rows(2, 1))[0];
        FakeFaults.LetGo(Data);

        Assert.Equal((PendingKind.BudgetUsedUp, 1), (over.PendingReason!.Kind, over.Attempts));
        await silo.Submit(SweepFiles.OfTrials(3));
        Assert.True((await Tell(silo, sweep, Verb.Retry, 2)).IsDone);
        Assert.Equal(FakeTrainer.WeightsAfter(2, 6), (await TestSilo.FinishedRows(sweep))[2].Result!.WeightsSha256);
        Assert.Equal(Enumerable.Range(1, 6), silo.Journal(sweep, 2).Select(entry => entry.Step));
    }

    private static Task<VerbAnswer> Tell(TestSilo silo, ISweepGrain sweep, Verb verb, int? trial = null) =>
        silo.Grains.GetScheduler().Tell(sweep.GetPrimaryKeyString(), verb, trial);

    private static Task StandAt(TestSilo silo, ISweepGrain sweep, int step, params int[] trials) => Eventually.Is(
        () =>
            trials.All(trial =>
                silo.Journal(sweep, trial).Any(entry => entry.Step == step)), $"trials {string.Join(", ", trials)} stand at step {step}");
}
