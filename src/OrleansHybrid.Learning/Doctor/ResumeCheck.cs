using OrleansHybrid.Learning.Training;
using OrleansHybrid.Sweeps.Doctor;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Learning.Doctor;

/// <summary>
/// Whether a training that leaves in the middle of an epoch, and goes on from its checkpoint, ends with the bits of one that was not
/// disturbed.
/// </summary>
internal sealed class ResumeCheck() : LearnerCheck("resume")
{
    public override bool Trains => true;

    public override CheckResult Run(Bench bench)
    {
        DirectoryInfo? folder = null;
        try
        {
            folder = Directory.CreateTempSubdirectory("orleanshybrid-doctor-");
            var whole = Last<TrainerMessage.Completed>(Attend(bench, Path.Combine(folder.FullName, "whole"), [], leave: false));
            var parts = Path.Combine(folder.FullName, "parts");
            var left = Last<TrainerMessage.Preempted>(Attend(bench, parts, [], leave: true)).Checkpoint
                ?? throw new InvalidOperationException("a training that was asked to leave wrote no checkpoint");
            var resumed = Last<TrainerMessage.Completed>(Attend(bench, parts, [left], leave: false));
            return Judge(left.Step, whole.Result.WeightsSha256, resumed.Result.WeightsSha256);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return Broken(
                $"no checkpoint can be written into {Path.GetTempPath()}: {refused.Message.TrimEnd('.')}",
                "Free space there, let this user write there, or name another folder for temporary files in TMPDIR.");
        }
        finally
        {
            folder?.Delete(recursive: true);
        }
    }

    internal CheckResult Judge(int step, string whole, string resumed) => whole == resumed
        ? Ok($"resumed at step {step}, in the middle of an epoch: the same bits as undisturbed, sha256 {whole[..12]}")
        : Broken(
            $"resumed at step {step}, in the middle of an epoch: sha256 {resumed[..12]} in place of {whole[..12]}",
            "A trial that is interrupted here ends with other weights. Report it with the output of 'hybrid doctor -o json'.");

    private static T Last<T>(TrainerMessage message)
        where T : TrainerMessage =>
        message as T ?? throw new InvalidOperationException($"the training ended with {message.GetType().Name}, not {typeof(T).Name}");

    /// <summary>One attempt; one that leaves does so half an epoch before the end.</summary>
    private static TrainerMessage Attend(Bench bench, string checkpoints, IReadOnlyList<CheckpointRef> resumeFrom, bool leave)
    {
        using var leaving = new CancellationTokenSource();
        var (last, leaveAt) = ((TrainerMessage?)null, int.MaxValue);
        var order = new TrainingOrder
        {
            Trial = new("doctor", 0),
            Attempt = 1 + resumeFrom.Count,
            Recipe = FixedTraining.Recipe,
            CheckpointDirectory = checkpoints,
            ResumeFrom = resumeFrom,
            CheckpointEveryEpochs = FixedTraining.Recipe.Epochs,
            DataDirectory = null,
            Device = bench.Device,
        };
        using var run = new TrainingRun(order, FixedTraining.Data, Hear, new RestlessClock());
        run.Run(leaving.Token);
        return last!;

        void Hear(TrainerMessage message)
        {
            last = message;
            if (leave && message is TrainerMessage.Started started)
                leaveAt = (started.Epochs * started.StepsPerEpoch) - (started.StepsPerEpoch / 2);
            if (message is TrainerMessage.Progressed { Progress.Step: var step } && step >= leaveAt) leaving.Cancel();
        }
    }

    /// <summary>A clock that moves by a second whenever it is looked at, so that progress is told at every step.</summary>
    private sealed class RestlessClock : TimeProvider
    {
        private long _seconds;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => ++_seconds;
    }
}
