using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Tests.Training;
using OrleansHybrid.Learning.Training;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Learning.Tests.Trainer;

public sealed class ServeTests : IDisposable
{
    private static readonly Recipe Tiny = new()
    {
        Dataset = DatasetName.Synthetic,
        Imbalance = 5,
        HeadImages = 10,
        TestImages = 2,
        Backbone = Backbone.Resnet8,
        ProjectionHidden = 16,
        ProjectionDim = 8,
        ContrastiveLoss = ContrastiveLossName.Psc,
        BatchSize = 8,
        Epochs = 3,
        LearningRate = 0.1,
    };

    private readonly TemporaryFolder _root = new();

    public static IEnumerable<TheoryDataRow<ContrastiveLossName>> Objectives =>
        Enum.GetValues<ContrastiveLossName>()
            .Select(loss => SlowTests.Unless(loss is ContrastiveLossName.Psc, new TheoryDataRow<ContrastiveLossName>(loss)));

    [Theory]
    [MemberData(nameof(Objectives))]
    public async Task Serve_AfterAStopInMidEpochAndAKill_EndsWithTheBitsOfOneProcess(ContrastiveLossName loss)
    {
        var recipe = Tiny with { ContrastiveLoss = loss, Epochs = 4 };
        var straight = TrainHere(Order("straight", loss, 1, []) with { Recipe = recipe });
        var stepsPerEpoch = Assert.IsType<TrainerMessage.Started>(straight[0]).StepsPerEpoch;

        var heard = TrainHere(Order("broken", loss, 1, []) with { Recipe = recipe }, leaveAtStep: stepsPerEpoch + stepsPerEpoch / 2);
        var stopped = Assert.IsType<TrainerMessage.Preempted>(heard[^1]).Checkpoint!;
        Assert.NotEqual(0, stopped.Step % stepsPerEpoch);

        using (var killed = TrainerProcess.Serve(Order("broken", loss, 2, [stopped]) with { Recipe = recipe }))
        {
            heard.AddRange(await killed.Hear(message => message is TrainerMessage.CheckpointWritten));
            killed.Kill();
            Assert.Equal(137, (await killed.End()).Code);
        }

        var written = Assert.IsType<TrainerMessage.CheckpointWritten>(heard[^1]).Checkpoint;
        Assert.Equal(2 * stepsPerEpoch, written.Step);
        using (var last = TrainerProcess.Serve(Order("broken", loss, 3, [written, stopped]) with { Recipe = recipe }))
            heard.AddRange(await last.HearAll());

        Assert.Equal(Result(straight), Result(heard));
        Assert.Equal(History(straight), History(heard));
        Assert.Equal(4, History(heard).Count);
    }

    [SlowFact]
    public async Task Serve_StoppedAndKilledAlongTheWay_EndsWithTheBitsOfAnUndisturbedProcess()
    {
        const ContrastiveLossName loss = ContrastiveLossName.Psc;
        var undisturbed = await Train("undisturbed", loss, attempt: 1, []);

        var attempt = 0;
        var committed = new List<CheckpointRef>();
        using (var stopped = TrainerProcess.Serve(Order("disturbed", loss, ++attempt, committed)))
        {
            await stopped.Hear(message => message is TrainerMessage.Started);
            stopped.Write(ProtocolJson.Write(TrainerCommand.CheckpointAndExit));
            var last = (await stopped.HearAll())[^1];
            if (Assert.IsType<TrainerMessage.Preempted>(last).Checkpoint is { } checkpoint) committed.Insert(0, checkpoint);
            Assert.Equal(0, (await stopped.End()).Code);
        }

        using (var killed = TrainerProcess.Serve(Order("disturbed", loss, ++attempt, committed)))
        {
            var heard = await killed.Hear(message => message is TrainerMessage.CheckpointWritten);
            killed.Kill();
            Assert.Equal(137, (await killed.End()).Code);
            committed.Insert(0, ((TrainerMessage.CheckpointWritten)heard[^1]).Checkpoint);
        }

        Assert.Equal(undisturbed, await Train("disturbed", loss, ++attempt, committed));
    }

    [Fact]
    public async Task Serve_Terminated_WritesACheckpointAndSaysSo()
    {
        using var trainer = TrainerProcess.Serve(
            Order("trial", ContrastiveLossName.Sc, 1, []) with { Recipe = Tiny with { Epochs = 500 } });
        await trainer.Hear(message => message is TrainerMessage.EpochEnded);
        trainer.Signal("TERM");
        var checkpoint = Assert.IsType<TrainerMessage.Preempted>((await trainer.HearAll())[^1]).Checkpoint!;
        Assert.True(File.Exists(Path.Combine(_root.Path, "trial", checkpoint.Name, "manifest.json")));
    }

    [SlowFact]
    public async Task Serve_Interrupted_GoesOn()
    {
        using var trainer = TrainerProcess.Serve(Order("trial", ContrastiveLossName.Sc, 1, []));
        await trainer.Hear(message => message is TrainerMessage.EpochEnded);
        trainer.Signal("INT");
        trainer.Signal("HUP");
        Assert.IsType<TrainerMessage.Completed>((await trainer.HearAll())[^1]);
    }

    [Fact]
    public async Task Serve_InputEnds_DiesAtOnceWithoutALastWord()
    {
        using var trainer = TrainerProcess.Serve(
            Order("trial", ContrastiveLossName.Sc, 1, []) with { Recipe = Tiny with { Epochs = 500 } });
        await trainer.Hear(message => message is TrainerMessage.EpochEnded);
        trainer.CloseInput();
        Assert.DoesNotContain(
            await trainer.HearAll(), message => message is TrainerMessage.Preempted or TrainerMessage.Completed or TrainerMessage.Failed);
        Assert.Equal(137, (await trainer.End()).Code);
    }

    [SlowFact]
    public async Task Serve_ParentIsKilledAndTheInputStaysOpen_DiesWithIt()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("there is no parent-death signal here");
        using var parent = TrainerProcess.ServeUnderAShell(
            Order("trial", ContrastiveLossName.Sc, 1, []) with { Recipe = Tiny with { Epochs = 100_000 } });
        await parent.Hear(message => message is TrainerMessage.EpochEnded);
        parent.Kill();
        // Its output ends only with the trainer: the shell had handed it on.
        await parent.HearAll();
    }

    [Fact]
    public async Task Serve_ParentIsGoneBeforeItCouldFollow_DiesAtOnce()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("there is no parent-death signal here");
        using var trainer = TrainerProcess.Serve(Order("trial", ContrastiveLossName.Sc, 1, []), $"{TrainerParent.Variable}=0");
        Assert.Empty(await trainer.HearAll());
        Assert.Equal(137, (await trainer.End()).Code);
    }

    [Fact]
    public async Task Serve_DatasetMissing_FailsForItsData()
    {
        var order = Order("trial", ContrastiveLossName.Sc, 1, []) with
        {
            Recipe = Tiny with { Dataset = DatasetName.Cifar10 },
            DataDirectory = _root.Path
        };
        using var trainer = TrainerProcess.Serve(order);
        var failure = Assert.IsType<TrainerMessage.Failed>(Assert.Single(await trainer.HearAll())).Failure;
        Assert.Equal(FailureKind.BadData, failure.Kind);
        Assert.Contains(_root.Path, failure.Message);
        Assert.Equal(1, (await trainer.End()).Code);
    }

    [Fact]
    public async Task Serve_MoreMemoryThanThereIs_FailsForMemory()
    {
        // 2^16 · 2^31 weights are more than a process can address, so the allocation fails even where memory is overcommitted.
        var recipe = Tiny with { ContrastiveLoss = ContrastiveLossName.Sc, ProjectionHidden = 1 << 16, ProjectionDim = int.MaxValue };
        using var trainer = TrainerProcess.Serve(Order("trial", ContrastiveLossName.Sc, 1, []) with { Recipe = recipe });
        Assert.Equal(FailureKind.OutOfMemory, Assert.IsType<TrainerMessage.Failed>((await trainer.HearAll())[^1]).Failure.Kind);
    }

    [Fact]
    public async Task Serve_FirstLineIsNoOrder_SaysSoAndTrainsNothing()
    {
        using var trainer = new TrainerProcess("serve");
        trainer.Write("{}x");
        var (code, output, errors) = await trainer.End();
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("not a training order", errors);
    }

    public void Dispose() => _root.Dispose();

    private async Task<TrialResult> Train(string name, ContrastiveLossName loss, int attempt, IReadOnlyList<CheckpointRef> resumeFrom)
    {
        using var trainer = TrainerProcess.Serve(Order(name, loss, attempt, resumeFrom));
        var heard = await trainer.HearAll();
        Assert.Equal(0, (await trainer.End()).Code);
        return Result(heard);
    }

    /// <summary>One attempt in this process, which leaves at a step of its own choice: a clock that tells the progress of each.</summary>
    private static List<TrainerMessage> TrainHere(TrainingOrder order, int? leaveAtStep = null)
    {
        using var leave = new CancellationTokenSource();
        var said = new List<TrainerMessage>();
        using var run = new TrainingRun(order, DataSets.Load(order.Recipe, order.DataDirectory), Hear, new SteppingClock());
        run.Run(leave.Token);
        return said;

        void Hear(TrainerMessage message)
        {
            said.Add(message);
            if (message is TrainerMessage.Progressed { Progress: var now } && now.Step == leaveAtStep) leave.Cancel();
        }
    }

    private static TrialResult Result(IReadOnlyList<TrainerMessage> said) =>
        Assert.IsType<TrainerMessage.Completed>(said[^1]).Result with { ImagesPerSecond = 0 };

    /// <summary>Every epoch as told last, without what depends on the clock.</summary>
    private static IReadOnlyList<EpochMetrics> History(IEnumerable<TrainerMessage> said) =>
    [
        .. said.OfType<TrainerMessage.EpochEnded>().Select(ended => ended.Metrics with { Seconds = 0, ImagesPerSecond = 0 })
            .GroupBy(epoch => epoch.Epoch).Select(told => told.Last()),
    ];

    private TrainingOrder Order(string name, ContrastiveLossName loss, int attempt, IReadOnlyList<CheckpointRef> resumeFrom) => new()
    {
        Trial = new TrialId("tiny", 0),
        Attempt = attempt,
        Recipe = Tiny with { ContrastiveLoss = loss },
        CheckpointDirectory = Path.Combine(_root.Path, name),
        ResumeFrom = [.. resumeFrom],
        CheckpointEveryEpochs = 1,
        DataDirectory = null,
    };
}
