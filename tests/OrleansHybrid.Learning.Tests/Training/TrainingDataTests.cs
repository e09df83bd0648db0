using OrleansHybrid.Learning.Checkpoints;
using OrleansHybrid.Learning.Failures;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Learning.Tests.Training;

/// <summary>A training goes on from a checkpoint of its own data alone.</summary>
public sealed class TrainingDataTests : IDisposable
{
    private static readonly DataFingerprint Photos = Of(1), Others = Of(2);

    private readonly TemporaryFolder _root = new();

    private string Folder => Path.Combine(_root.Path, "trial");

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Run_OnItsData_TakesItDownInMessageManifestAndResult()
    {
        var trial = Trial(Photos).Attend(TinyTrial.Reaches(3)).Attend();
        Assert.All(trial.Said.OfType<TrainerMessage.Started>(), started => Assert.Equal(Photos, started.Data));
        Assert.Equal(Photos, new CheckpointFolder(Folder).Read(trial.Committed[0]).Manifest.Data);
        Assert.Equal(Photos, trial.Result.Data);
        Assert.Empty(trial.Said.OfType<TrainerMessage.Warned>());
    }

    [Fact]
    public void Run_FromACheckpointOfOtherData_IsRefusedAndCallsNothingDamaged()
    {
        var trial = Trial(Photos).Attend(TinyTrial.Reaches(3));
        trial.Fingerprint = Others;
        var failure = Assert.Throws<TrainingException>(() => trial.Attend()).Failure;

        Assert.Equal(FailureKind.OtherData, failure.Kind);
        Assert.Equal(
            $"Checkpoint {trial.Committed[0].Name} in {Folder} learned from other data ({Photos.Brief}) than photos "
                + $"holds now ({Others.Brief}). "
            + "Put the data back as it was; or begin anew, with 'hybrid run FILE --from-scratch', or by hand with a "
                + "checkpoint folder of its own.",
            failure.Message);
        Assert.Empty(trial.Said.OfType<TrainerMessage.CheckpointDamaged>());
        // Nothing is lost: the data comes back, and the training goes on.
        trial.Fingerprint = Photos;
        Assert.NotNull(trial.Attend().Said.OfType<TrainerMessage.Started>().Last().ResumedFrom);
    }

    [Fact]
    public void Run_OnOtherDataThanItsOrderAsksFor_IsRefusedBeforeItBegins()
    {
        var trial = Trial(Others);
        trial.Asked = Photos;
        var failure = Assert.Throws<TrainingException>(() => trial.Attend()).Failure;
        Assert.Equal(FailureKind.OtherData, failure.Kind);
        Assert.Contains(
            $"photos holds other data as synthetic ({Others.Brief}) than tiny/0000 learns from ({Photos.Brief})",
            failure.Message,
            StringComparison.Ordinal);
        Assert.Empty(trial.Said);
    }

    [Fact]
    public void Run_FromACheckpointThatDoesNotSayItsData_SaysSoAndClaimsNone()
    {
        var trial = Trial(null).Attend(TinyTrial.Reaches(3));
        trial.Fingerprint = Photos;
        trial.Attend();

        Assert.Contains(
            "does not say what data it learned from",
            Assert.Single(trial.Said.OfType<TrainerMessage.Warned>()).Message,
            StringComparison.Ordinal);
        Assert.Null(trial.Result.Data);
        Assert.Null(new CheckpointFolder(Folder).Read(Assert.IsType<TrainerMessage.Completed>(trial.Last).Checkpoint).Manifest.Data);
    }

    private static DataFingerprint Of(byte number) => DataFingerprint.Of([.. Enumerable.Repeat(number, 32)], isSampled: false);

    private TinyTrial Trial(DataFingerprint? data) => new(Folder, ContrastiveLossName.None) { Fingerprint = data };
}
