using OrleansHybrid.Learning.Checkpoints;
using OrleansHybrid.Learning.Failures;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Learning.Tests.Training;

/// <summary>Checkpoints that are damaged or of another training, and disks that take none.</summary>
public sealed class TrainingRunFaultTests : IDisposable
{
    private readonly TemporaryFolder _root = new();

    [Fact]
    public void Run_NewestCheckpointDamaged_SaysSoAndGoesOnFromTheOneBefore()
    {
        var undisturbed = Trial("undisturbed", ContrastiveLossName.Psc).Attend();
        var trial = Trial("damaged", ContrastiveLossName.Psc).Attend(TinyTrial.Reaches(9));
        var (newest, before) = (trial.Committed[0], trial.Committed[1]);
        File.WriteAllText(Path.Combine(_root.Path, "damaged", newest.Name, "weights.safetensors"), "not weights");

        trial.Attend();

        var damage = Assert.Single(trial.Said.OfType<TrainerMessage.CheckpointDamaged>()).Message;
        Assert.Contains(newest.Name, damage);
        Assert.Contains("weights.safetensors", damage);
        Assert.Equal(before, trial.Said.OfType<TrainerMessage.Started>().Last().ResumedFrom);
        Assert.Equal(undisturbed.Result, trial.Result);
    }

    [Fact]
    public void Run_CheckpointOfAnotherCpu_WarnsAndGoesOn()
    {
        var trial = Trial("trial", ContrastiveLossName.Sc).Attend(TinyTrial.Reaches(5));
        var folder = new CheckpointFolder(Path.Combine(_root.Path, "trial"));
        var checkpoint = folder.Read(trial.Committed[0]);
        var foreign = checkpoint.Manifest with { Attempt = 50, Numerics = checkpoint.Manifest.Numerics with { Cpu = "Abacus" } };
        trial.Committed.Insert(0, folder.Write(foreign, checkpoint.Files).Reference);

        trial.Attend();

        Assert.Contains("instead of Abacus", Assert.Single(trial.Said.OfType<TrainerMessage.Warned>()).Message);
        var result = Assert.IsType<TrainerMessage.Completed>(trial.Last).Result;
        Assert.DoesNotContain("Abacus", result.Numerics);
        Assert.Contains("Abacus", result.EarlierNumerics);
    }

    [Fact]
    public void Run_CheckpointOfAnotherRecipe_IsRefused()
    {
        var trial = Trial("trial", ContrastiveLossName.Sc).Attend(TinyTrial.Reaches(5));
        var other = new TinyTrial(Path.Combine(_root.Path, "trial"), ContrastiveLossName.Sc) { Recipe = trial.Recipe with { Epochs = 9 } };
        other.Committed.AddRange(trial.Committed);
        Assert.Equal(FailureKind.BadRecipe, Assert.Throws<TrainingException>(() => other.Attend()).Failure.Kind);
    }

    [Fact]
    public void Run_CheckpointFolderUnderAFile_FailsForStorageAndNamesThePath()
    {
        File.WriteAllText(Path.Combine(_root.Path, "file"), "");
        var failure = Assert.Throws<TrainingException>(() => Trial("file/trial", ContrastiveLossName.Sc).Attend()).Failure;
        Assert.Equal(FailureKind.Storage, failure.Kind);
        Assert.Contains(Path.Combine(_root.Path, "file/trial"), failure.Message);
    }

    [Fact]
    public void Run_DiskThatBecomesReadOnly_FailsForStorage_AndGoesOnWhenItCanBeWritten()
    {
        using var disk = new SmallDisk(megabytes: 64);
        var trial = new TinyTrial(Path.Combine(disk.Path, "trial"), ContrastiveLossName.Sc);

        var failure = Assert.Throws<TrainingException>(() => trial.Attend(message =>
        {
            if (message is TrainerMessage.CheckpointWritten && trial.Attempt == 1) disk.MakeReadOnly();
            return false;
        })).Failure;

        Assert.Equal(FailureKind.Storage, failure.Kind);
        Assert.Contains("Read-only file system", failure.Message);
        Assert.Contains("let this user write there", failure.Message);
        disk.MakeWritable();
        Assert.Equal(Trial("undisturbed", ContrastiveLossName.Sc).Attend().Result, trial.Attend().Result);
        Assert.NotNull(trial.Said.OfType<TrainerMessage.Started>().Last().ResumedFrom);
    }

    [Fact]
    public void Run_DiskThatIsFull_FailsForStorage_AndKeepsWhatIsCommitted()
    {
        // Room for the first checkpoint and a part of the second.
        using var disk = new SmallDisk(megabytes: 1);
        var trial = new TinyTrial(Path.Combine(disk.Path, "trial"), ContrastiveLossName.Sc);

        var failure = Assert.Throws<TrainingException>(() => trial.Attend()).Failure;

        Assert.Equal(FailureKind.Storage, failure.Kind);
        Assert.Contains("Free space there", failure.Message);
        var committed = Assert.Single(trial.Committed);
        Assert.Equal(committed.Step, new CheckpointFolder(Path.Combine(disk.Path, "trial")).Read(committed).Manifest.Step);
    }

    public void Dispose() => _root.Dispose();

    private TinyTrial Trial(string name, ContrastiveLossName loss) => new(Path.Combine(_root.Path, name), loss);
}
