using OrleansHybrid.Learning.Checkpoints;
using OrleansHybrid.Learning.Randomness;
using OrleansHybrid.Learning.Training;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Learning.Tests.Training;

/// <summary>
/// For every objective, schedule and sampler: a training that was interrupted at random steps, each attempt from its
/// files alone, ends with the weights, prototypes and metrics of one that was not, to the bit.
/// </summary>
public sealed class ResumeTests : IDisposable
{
    private static readonly Recipe Plain = new TinyTrial("", ContrastiveLossName.Sc).Recipe with { Epochs = 2, EvaluateEveryEpochs = 2 };

    private static readonly Dictionary<string, Recipe> Recipes = new()
    {
        ["uc"] = Plain with { ContrastiveLoss = ContrastiveLossName.Uc },
        ["sc, positives, views"] = Plain with
        {
            ContrastiveSampler = ContrastiveSamplerName.Positives,
            BatchUnit = BatchUnit.Views,
            BatchSize = 32,
        },
        ["psc, averages"] = Plain with
        {
            ContrastiveLoss = ContrastiveLossName.Psc,
            PrototypeUpdate = PrototypeUpdate.Ema,
            PrototypeMomentum = 0.9
        },
        ["mpsc, orthogonal"] = Plain with { ContrastiveLoss = ContrastiveLossName.Mpsc, PrototypeInit = PrototypeInit.Orthogonal },
        ["mpsc, averages"] = Plain with
        {
            ContrastiveLoss = ContrastiveLossName.Mpsc,
            PrototypeUpdate = PrototypeUpdate.Ema,
            PrototypeMomentum = 0.9
        },
        ["bal-scl, simplex, beta"] = Plain with
        {
            ContrastiveLoss = ContrastiveLossName.BalScl,
            PrototypeInit = PrototypeInit.Simplex,
            AlphaSchedule = AlphaSchedule.Beta,
        },
        ["proco"] = Plain with { ContrastiveLoss = ContrastiveLossName.Proco },
        ["two-stage, cosine rate, warm-up"] = Plain with
        {
            AlphaSchedule = AlphaSchedule.TwoStage,
            LrSchedule = LrSchedule.Cosine,
            WarmupEpochs = 0.7,
        },
        ["bfloat16"] = Plain with { Precision = TrainingPrecision.Bfloat16 },
        ["focal"] = Plain with { ClassifierLoss = ClassifierLossName.Focal, AlphaSchedule = AlphaSchedule.Constant },
        ["ldam, re-weighted"] = Plain with
        {
            ClassifierLoss = ClassifierLossName.Ldam,
            DrwFrom = 0.5,
            ContrastiveLoss = ContrastiveLossName.None,
        },
        ["balanced softmax, increment"] = Plain with
        {
            ClassifierLoss = ClassifierLossName.BalancedSoftmax,
            AlphaSchedule = AlphaSchedule.ParabolicIncrement,
        },
        ["logit adjustment, cosine"] = Plain with
        {
            ClassifierLoss = ClassifierLossName.LogitAdjustment,
            AlphaSchedule = AlphaSchedule.Cosine,
        },
    };

    private readonly TemporaryFolder _root = new();

    public static IEnumerable<TheoryDataRow<string>> Names =>
        Recipes.Keys.Select(name =>
            SlowTests.Unless(
                name is "sc, positives, views" or "psc, averages" or "proco" or "ldam, re-weighted", new TheoryDataRow<string>(name)));

    [Theory]
    [MemberData(nameof(Names))]
    public void Run_InterruptedAtRandomSteps_EndsWithTheBitsOfAnUndisturbedRun(string name)
    {
        var (undisturbed, interrupted) = (Trial("undisturbed", name).Attend(), Trial("interrupted", name));
        var random = new CounterRandom(name.Length, RandomPurpose.Initialisation);
        for (var step = 1 + random.NextInt(2); step < 8; step += 1 + random.NextInt(3)) interrupted.Attend(TinyTrial.Reaches(step));
        interrupted.Attend();

        Assert.True(interrupted.Attempt > 2);
        Assert.Equal(undisturbed.Result, interrupted.Result);
        Assert.Equal(undisturbed.History, interrupted.History);
        var hasPrototypes = Recipes[
            name].ContrastiveLoss is ContrastiveLossName.Psc or ContrastiveLossName.Mpsc or ContrastiveLossName.BalScl;
        Assert.Equal(hasPrototypes, interrupted.Result.PrototypesSha256 is not null);
    }

    [Theory]
    [InlineData("two-stage, cosine rate, warm-up")]
    public void Run_ThatPausesAtARung_GoesOnToTheBitsOfOneThatDidNot(string name)
    {
        var (whole, paused) = (Trial("whole", name).Attend(), Trial("paused", name));
        paused.UntilEpoch = 1;
        var rung = paused.Attend().Result;
        paused.UntilEpoch = null;
        paused.Attend();

        Assert.Equal(1, rung.Epochs);
        Assert.NotEqual(whole.Result.WeightsSha256, rung.WeightsSha256);
        // The rung was evaluated as well, which may have been the best epoch.
        Assert.Equal(whole.Result, paused.Result with { BestTop1 = whole.Result.BestTop1 });
    }

    [Fact]
    public void Run_PrototypesAsAverages_AreInTheCheckpointAsTheyWereMoved()
    {
        var trial = Trial("trial", "psc, averages");
        trial.Attend(TinyTrial.Reaches(3));
        var early = Table(trial);
        trial.Attend(TinyTrial.Reaches(6));
        Assert.Equal([4, 8], early.Shape);
        Assert.NotEqual(early.Data.ToArray(), Table(trial).Data.ToArray());
    }

    [Fact]
    public void Run_Reweighting_ChangesTheTrainingFromItsEpochOn()
    {
        var (never, late) = (Recipes["ldam, re-weighted"] with { DrwFrom = 1 }, Recipes["ldam, re-weighted"]);
        var (plain, reweighted) = (Trial("never", never).Attend().History, Trial("late", late).Attend().History);
        Assert.Equal(plain[0], reweighted[0]);
        Assert.NotEqual(plain[1].TrainLoss, reweighted[1].TrainLoss);
    }

    public void Dispose() => _root.Dispose();

    private TinyTrial Trial(string folder, string name) => Trial(folder, Recipes[name]);

    private TinyTrial Trial(string folder, Recipe recipe) =>
        new(Path.Combine(_root.Path, folder), recipe.ContrastiveLoss) { Recipe = recipe };

    private StoredTensor Table(TinyTrial trial) => SafetensorsFile.Read(
        new CheckpointFolder(Path.Combine(_root.Path, "trial")).Read(trial.Committed[0]).Files[LearnerFiles.Weights]).Tensors["prototypes"];
}
