using System.Text;
using OrleansHybrid.Learning.Checkpoints;
using OrleansHybrid.Learning.Evaluation;
using OrleansHybrid.Learning.Failures;
using OrleansHybrid.Learning.Randomness;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Learning.Tests.Training;

public sealed class TrainingRunTests : IDisposable
{
    private readonly TemporaryFolder _root = new();

    public static IEnumerable<TheoryDataRow<ContrastiveLossName>> Losses =>
        ((ContrastiveLossName[])[ContrastiveLossName.Sc, ContrastiveLossName.Psc, ContrastiveLossName.None])
            .Select(loss => SlowTests.Unless(loss is ContrastiveLossName.Psc, new TheoryDataRow<ContrastiveLossName>(loss)));

    [Theory]
    [MemberData(nameof(Losses))]
    public void Run_InterruptedAtRandomSteps_EndsWithTheBitsOfAnUndisturbedRun(ContrastiveLossName loss)
    {
        var undisturbed = Trial("undisturbed", loss).Attend();
        var interrupted = Trial("interrupted", loss);
        var random = new CounterRandom(20261123, RandomPurpose.Initialisation);
        for (var step = 1; step < 12; step += 1 + random.NextInt(4)) interrupted.Attend(TinyTrial.Reaches(step));
        interrupted.Attend();

        Assert.True(interrupted.Attempt > 3);
        Assert.Equal(undisturbed.Result, interrupted.Result);
        Assert.Equal(undisturbed.History, interrupted.History);
        Assert.Equal(loss is ContrastiveLossName.Psc, undisturbed.Result.PrototypesSha256 is not null);
    }

    [Fact]
    public void Run_LostWithoutNotice_RepeatsWhatFollowedTheCheckpointToTheBit()
    {
        var undisturbed = Trial("undisturbed", ContrastiveLossName.Psc).Attend();
        var lost = Trial("lost", ContrastiveLossName.Psc);
        lost.Attend(TinyTrial.Reaches(7));
        lost.Committed.RemoveAt(0);

        Assert.Equal("a0001-s000004", lost.Committed[0].Name);
        Assert.Equal(undisturbed.Result, lost.Attend().Result);
        Assert.Equal(undisturbed.History, lost.History);
    }

    [SlowFact]
    public void Run_LeftDuringAnEvaluation_EvaluatesInTheNextAttempt()
    {
        var undisturbed = Trial("undisturbed", ContrastiveLossName.Sc).Attend();
        var left = Trial("left", ContrastiveLossName.Sc);
        left.Attend(TinyTrial.Reaches(4));

        Assert.Equal((0, 4), (left.Committed[0].Epoch, left.Committed[0].Step));
        Assert.Empty(left.History);
        Assert.Equal(undisturbed.Result, left.Attend().Result);
        Assert.Equal(undisturbed.History, left.History);
    }

    [Fact]
    public void Run_Undisturbed_SaysItsMessagesInTheProtocolsOrder()
    {
        var said = Trial("trial", ContrastiveLossName.Sc).Attend().Said.Where(message => message is not TrainerMessage.Progressed);
        Assert.Equal(
            ["Started", "EpochEnded", "CheckpointWritten", "EpochEnded", "CheckpointWritten", "EpochEnded", "Completed"],
            said.Select(message => message.GetType().Name));
    }

    [Fact]
    public void Run_LeftBeforeItsFirstStep_HasNoCheckpointToOffer()
    {
        var trial = Trial("trial", ContrastiveLossName.Sc).Attend(message => message is TrainerMessage.Started);
        Assert.Null(Assert.IsType<TrainerMessage.Preempted>(trial.Last).Checkpoint);
    }

    [Fact]
    public void Run_LeftRightAfterACheckpoint_OffersThatOne()
    {
        // What the end of an epoch is followed by.
        var trial = Trial("trial", ContrastiveLossName.Sc).Attend(message => message is TrainerMessage.EpochEnded);
        Assert.Equal("a0001-s000004", Assert.IsType<TrainerMessage.Preempted>(trial.Last).Checkpoint!.Name);
        Assert.Single(trial.Committed);
    }

    [Fact]
    public void Run_MetricThatTheDataDoNotHave_FailsBeforeItsFirstStep_ButGoesOnWithWhatIsTrained()
    {
        var unranked = new TinyTrial(Path.Combine(_root.Path, "trial"), ContrastiveLossName.Sc) { Metric = "many" };
        var failure = Assert.Throws<TrainingException>(() => unranked.Attend()).Failure;
        Assert.Equal(FailureKind.BadRecipe, failure.Kind);
        Assert.StartsWith("The sweep is judged by 'many'", failure.Message, StringComparison.Ordinal);
        Assert.Empty(unranked.Said);

        unranked.Committed.Add(new("a0001-s000004", 1, 1, 4, 0, ""));
        unranked.Attend(message => message is TrainerMessage.Started);
        Assert.Contains(unranked.Said, message => message is TrainerMessage.Warned warned && warned.Message == failure.Message);
    }

    [Fact]
    public void Run_LearningRateFarTooHigh_FailsWithEpochStepAndRate()
    {
        var trial = Trial("trial", ContrastiveLossName.Sc);
        var wild = new TinyTrial(
            Path.Combine(_root.Path, "wild"), ContrastiveLossName.Sc)
        { Recipe = trial.Recipe with { LearningRate = 1e30 } };
        var failure = Assert.Throws<TrainingException>(() => wild.Attend()).Failure;
        Assert.Equal(FailureKind.NonFiniteLoss, failure.Kind);
        Assert.Matches("epoch 1, step [23], at a learning rate of 1E\\+30", failure.Message);
    }

    [Fact]
    public void Run_Completed_KeepsItsLastEvaluationBesideTheFinalWeightsAlone()
    {
        var trial = Trial("trial", ContrastiveLossName.Sc).Attend(TinyTrial.Reaches(9)).Attend();
        var final = Assert.IsType<TrainerMessage.Completed>(trial.Last).Checkpoint;
        var folder = new CheckpointFolder(Path.Combine(_root.Path, "trial"));

        var report = ProtocolJson.Read<EvaluationReport>(Encoding.UTF8.GetString(folder.Read(final).Files[EvaluationReport.FileName]));

        Assert.Equal(trial.Result.Accuracy, report.Accuracy);
        Assert.Equal(["class 0", "class 1", "class 2", "class 3"], report.Classes.Select(one => one.Name));
        Assert.Equal([6, 6, 6, 6], report.Confusion!.Select(row => row.Sum()));
        Assert.InRange(report.CalibrationError!.Value, 0, 1);
        Assert.All(
            trial.Committed.Except([final]),
            along => Assert.DoesNotContain(EvaluationReport.FileName, folder.Read(along).Files.Keys));
    }

    [Fact]
    public void Run_WithProbes_TrainsTheSameBitsAndReportsThem()
    {
        var plain = Trial("plain", ContrastiveLossName.Sc).Attend();
        var probed = Probed("probed").Attend();

        Assert.Equal(plain.Result, probed.Result);
        Assert.Equal(plain.History, probed.History);
        Assert.DoesNotContain("probes", Evaluation("plain", plain));
        var probes = ProtocolJson.Read<EvaluationReport>(Evaluation("probed", probed)).Probes!;
        Assert.True(probes.Knn!.Top1 > 0.5 && probes.Linear!.Top1 > 0.5, $"{probes}");
    }

    [Fact]
    public void Run_WithValidationImages_TrainsTheSameBitsAndMeasuresThemToo()
    {
        var plain = Trial("plain", ContrastiveLossName.Sc).Attend();
        var split = Validated("split", metric: null).Attend();

        Assert.Equal(
            plain.Result,
            split.Result with { Validation = null, ValBestTop1 = null });
        Assert.Equal(plain.History, split.History.Select(epoch => epoch with { Validation = null }));
        Assert.Equal(split.History[^1].Validation, split.Result.Validation);
        Assert.Equal(split.History.Max(epoch => epoch.Validation!.Top1), split.Result.ValBestTop1);
        // Five of each of four classes.
        Assert.All(split.History, epoch => Assert.Equal(0, 20 * epoch.Validation!.Top1 % 1, 1e-9));
        Assert.All(split.History, epoch => Assert.Equal((null, null), (epoch.Knn, epoch.ValKnn)));
    }

    [SlowTheory]
    [InlineData("knn")]
    [InlineData("val_knn")]
    public void Run_JudgedByNeighbours_MeasuresThemWhereItEvaluates_AndEndsWithTheSameBitsAfterInterruptions(string metric)
    {
        var plain = Validated("plain", metric: null).Attend();
        var undisturbed = Validated("undisturbed", metric).Attend();
        var interrupted = Validated("interrupted", metric);
        foreach (var step in new[] { 3, 4, 8, 11 }) interrupted.Attend(TinyTrial.Reaches(step));
        interrupted.Attend();

        Assert.Equal(undisturbed.Result, interrupted.Result);
        Assert.Equal(undisturbed.History, interrupted.History);
        Assert.Equal(plain.Result.WeightsSha256, undisturbed.Result.WeightsSha256);
        var read = FinalMetrics.ByName[metric];
        Assert.All(undisturbed.History, epoch => Assert.InRange(read.At(epoch)!.Value, 0, 1));
        Assert.Equal(read.At(undisturbed.History[^1]), read.Of(undisturbed.Result));
        Assert.Equal(metric == "knn", undisturbed.Result.ValKnn is null);
    }

    [SlowFact]
    public void Run_LeftDuringTheProbes_ProbesInTheNextAttempt()
    {
        var undisturbed = Probed("undisturbed").Attend();
        var left = Probed("left");
        left.Attend(message => left.History.Count == 3 && message is TrainerMessage.Progressed);

        Assert.IsType<TrainerMessage.Preempted>(left.Last);
        Assert.Equal(undisturbed.Result, left.Attend().Result);
        Assert.Equal(Evaluation("undisturbed", undisturbed), Evaluation("left", left));
    }

    [Fact]
    public void Run_AttemptBeginsAtTheEnd_WritesTheSameEvaluationAgain()
    {
        var trial = Trial("trial", ContrastiveLossName.Psc).Attend();
        var (first, result) = (Assert.IsType<TrainerMessage.Completed>(trial.Last).Checkpoint, trial.Result);
        trial.Committed.Insert(0, first);

        var again = Assert.IsType<TrainerMessage.Completed>(trial.Attend().Last).Checkpoint;

        var folder = new CheckpointFolder(Path.Combine(_root.Path, "trial"));
        Assert.NotEqual(first.Name, again.Name);
        Assert.Equal(result, trial.Result);
        Assert.Equal(folder.Read(first).Files, folder.Read(again).Files);
    }

    [Fact]
    public void Run_AlphaOneAtTheStart_HasNoClassifierLossInThatEpoch()
    {
        var history = Trial("trial", ContrastiveLossName.Sc).Attend().History;
        Assert.Equal([1.0, 1 - 1 / 9.0, 1 - 4 / 9.0], history.Select(epoch => epoch.Alpha));
        Assert.Equal([true, false, false], history.Select(epoch => epoch.ClassifierLoss is null));
        Assert.All(history, epoch => Assert.NotNull(epoch.ContrastiveLoss));
    }

    [Fact]
    public void Run_ClassifierAlone_LearnsTheTrainingClasses()
    {
        var trial = new TinyTrial(Path.Combine(_root.Path, "ce"), ContrastiveLossName.None)
        {
            Recipe = new TinyTrial("", ContrastiveLossName.None).Recipe with { Epochs = 10, GrayscaleProbability = 0 },
        };
        var history = trial.Attend().History;
        Assert.True(
            history[^1].TrainLoss < 0.5 * history[0].TrainLoss, $"loss went from {history[0].TrainLoss} to {history[^1].TrainLoss}");
        Assert.True(trial.Result.Accuracy.Top1 > 0.5, $"accuracy is {trial.Result.Accuracy.Top1}");
    }

    public void Dispose() => _root.Dispose();

    private TinyTrial Trial(string name, ContrastiveLossName loss) => new(Path.Combine(_root.Path, name), loss);

    private TinyTrial Probed(string name) => new(Path.Combine(_root.Path, name), ContrastiveLossName.Sc)
    {
        Recipe = Trial(name, ContrastiveLossName.Sc).Recipe with
        {
            KnnProbe = true,
            KnnNeighbors = 3,
            LinearProbe = true,
            LinearProbeEpochs = 20
        },
    };

    private TinyTrial Validated(string name, string? metric) => new(Path.Combine(_root.Path, name), ContrastiveLossName.Sc)
    {
        Recipe = Trial(name, ContrastiveLossName.Sc).Recipe with { Validation = 5, KnnNeighbors = 3 },
        Metric = metric,
    };

    private string Evaluation(string name, TinyTrial trial) => Encoding.UTF8.GetString(
        new CheckpointFolder(Path.Combine(_root.Path, name)).Read(
            Assert.IsType<TrainerMessage.Completed>(trial.Last).Checkpoint).Files[EvaluationReport.FileName]);
}
