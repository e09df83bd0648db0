using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Tests.Testing;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Tests.Faults;

public sealed class TrainerFaultTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TrainerFaultTests() => Directory.CreateDirectory(Data);

    private string Data => _folder["data"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task KilledTrainer_RestartsFromItsCheckpoint_AndEndsWithTheSameWeights()
    {
        FakeFaults.Plan(Data, trial: 0, "kill", step: 4);
        await using var silo = await TestSilo.Start(_folder.Path);
        var sweep = await silo.Submit(SweepFiles.OfTrials(2));

        var rows = await TestSilo.FinishedRows(sweep);

        Assert.Equal((TrialState.Completed, 2, 0), (rows[0].State, rows[0].Attempts, rows[0].Preemptions));
        Assert.Equal((TrialState.Completed, 1), (rows[1].State, rows[1].Attempts));
        Assert.Equal([(1, 1), (1, 2), (1, 3), (1, 4), (2, 4), (2, 5), (2, 6)], silo.Journal(sweep, 0));
        Assert.Equal(FakeTrainer.WeightsAfter(0, 6), rows[0].Result!.WeightsSha256);
        Assert.Null(rows[0].Failure);
        Assert.Equal(1, (await sweep.Status()).Restarts);
    }

    [SlowFact]
    public async Task KilledTrainer_MoreOftenThanMaxRestarts_FailsItsTrialAlone()
    {
        FakeFaults.Plan(Data, trial: 0, "kill", step: 1, times: 9);
        await using var silo = await TestSilo.Start(_folder.Path);
        var sweep = await silo.Submit(SweepFiles.OfTrials(3, more: "max_restarts: 2"));

        var rows = await TestSilo.FinishedRows(sweep);

        Assert.Equal((TrialState.Failed, 3, FailureKind.Killed), (rows[0].State, rows[0].Attempts, rows[0].Failure!.Kind));
        Assert.All(rows.Skip(1), row => Assert.Equal((TrialState.Completed, 1), (row.State, row.Attempts)));
    }

    [Fact]
    public async Task LossThatIsNotFinite_FailsItsTrialAtOnce()
    {
        FakeFaults.Plan(Data, trial: 1, "not-finite", step: 2);
        await using var silo = await TestSilo.Start(_folder.Path);
        var sweep = await silo.Submit(SweepFiles.OfTrials(2, more: "max_restarts: 5"));

        var rows = await TestSilo.FinishedRows(sweep);

        Assert.Equal((TrialState.Failed, 1, FailureKind.NonFiniteLoss), (rows[1].State, rows[1].Attempts, rows[1].Failure!.Kind));
        Assert.Equal(TrialState.Completed, rows[0].State);
    }

    [Fact]
    public async Task TrainerThatEndsWithoutAWord_FailsWithItsLastWords()
    {
        FakeFaults.Plan(Data, trial: 0, "crash", step: 0);
        await using var silo = await TestSilo.Start(_folder.Path);
        var sweep = await silo.Submit(SweepFiles.OfTrials(1, more: "max_restarts: 0"));

        var failure = (await TestSilo.FinishedRows(sweep))[0].Failure!;

        Assert.Equal(FailureKind.Crash, failure.Kind);
        Assert.Contains("exit code 3", failure.Message, StringComparison.Ordinal);
        Assert.Contains("a native library gave up", failure.Message, StringComparison.Ordinal);
        Assert.Contains(
            "a native library gave up", File.ReadAllText(silo.State.Log(new(sweep.GetPrimaryKeyString(), 0))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TrainerThatHangs_IsKilledAndFailsItsTrial()
    {
        FakeFaults.Plan(Data, trial: 0, "hang", step: 1);
        var options = TestSilo.Options(_folder.Path);
        await using var silo = await TestSilo.Start(options with { Timings = options.Timings with { Silence = TimeSpan.FromSeconds(2) } });
        var sweep = await silo.Submit(SweepFiles.OfTrials(1, more: "max_restarts: 0"));

        var row = (await TestSilo.FinishedRows(sweep))[0];

        Assert.Equal((TrialState.Failed, FailureKind.Hung), (row.State, row.Failure!.Kind));
        Assert.Contains("no sign of life", row.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TrialThatWasBegunElsewhere_IsAbandonedHere_AndGoesOnWithoutTheStaleWork()
    {
        FakeFaults.Hold(Data, step: 2);
        await using var silo = await TestSilo.Start(_folder.Path);
        var sweep = await silo.Submit(SweepFiles.OfTrials(1));
        await Eventually.Is(() => silo.Journal(sweep, 0).Contains((1, 2)), "the trial stands at step 2");

        await silo.Grains.GetTrial(new(sweep.GetPrimaryKeyString(), 0)).Begin("a silo that was cut off", "there/cpu0");
        FakeFaults.LetGo(Data);
        var rows = await TestSilo.FinishedRows(sweep);

        Assert.Equal((TrialState.Completed, 3), (rows[0].State, rows[0].Attempts));
        // The first attempt's checkpoint of step 3 was refused: the third begins anew.
        Assert.Contains((3, 1), silo.Journal(sweep, 0));
        Assert.Equal(FakeTrainer.WeightsAfter(0, 6), rows[0].Result!.WeightsSha256);
    }

    [SlowFact]
    public async Task StorageFault_IsTroubleOfTheSweepAndNoFaultOfTheTrial()
    {
        FakeFaults.Plan(Data, trial: 0, "storage", step: 4);
        await using var silo = await TestSilo.Start(_folder.Path);
        var sweep = await silo.Submit(SweepFiles.OfTrials(1, more: "max_restarts: 0"));

        await Eventually.Is(async () => (await sweep.Status()).Trouble is not null, "the sweep is in trouble");
        var (status, waiting) = (await sweep.Status(), (await sweep.Rows(0, 1))[0]);
        var rows = await TestSilo.FinishedRows(sweep);

        Assert.Equal(("the disk is full: free some space", 1), (status.Trouble!.Message, status.Trouble.Times));
        Assert.Contains("the disk is full", waiting.PendingReason!.Message, StringComparison.Ordinal);
        Assert.Equal((TrialState.Completed, 2), (rows[0].State, rows[0].Attempts));
        Assert.Null((await sweep.Status()).Trouble);
    }

    [Fact]
    public async Task TrainerThatCannotBeStarted_IsTroubleThatNamesIt()
    {
        File.WriteAllText(_folder["trainer"], "no program");
        await using var silo = await TestSilo.Start(TestSilo.Options(_folder.Path) with { TrainerPath = _folder["trainer"] });
        var sweep = await silo.Submit(SweepFiles.OfTrials(1, more: "max_restarts: 0"));

        await Eventually.Is(async () => (await sweep.Status()).Trouble is not null, "the sweep is in trouble");

        Assert.Contains(_folder["trainer"], (await sweep.Status()).Trouble!.Message, StringComparison.Ordinal);
        Assert.Equal(0, (await sweep.Status()).Count(TrialState.Failed));
    }
}
