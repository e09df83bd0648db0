using System.Diagnostics;
using OrleansHybrid.Benchmarks.Questions;
using OrleansHybrid.Learning.Arithmetic;
using OrleansHybrid.Learning.Checkpoints;
using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Training;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Text;
using OrleansHybrid.Sweeps.Trials;
using TorchSharp;

namespace OrleansHybrid.Benchmarks.Learning;

/// <summary>Trains on a GPU: for the time of a step, and for the bits of the weights.</summary>
internal static class GpuMeasuring
{
    // Half of the training: both branches are at work.
    private const int HalfWay = 100;

    public static GpuStepCost MeasureSteps(GpuSteps question)
    {
        if (question.Device == "cuda" && !torch.cuda.is_available())
            return new("the measuring process sees no CUDA device, or is not built for CUDA", "", 0, 0);
        var recipe = RecipeOf(question.Device, question.Precision) with { BatchSize = question.Batch };
        var device = Use(question.Device, recipe, question.IsDeterministic);
        using var learner = new HybridLearner(recipe, DataSets.Load(recipe, dataDirectory: null).Train, device);
        Train();
        var began = Stopwatch.GetTimestamp();
        Train();
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return new(
            null,
            Numerics.Of(question.Device, threads: 1).ToString(),
            1e3 * seconds / question.Steps,
            3.0 * question.Batch * question.Steps / seconds);

        void Train()
        {
            for (var step = 0; step < question.Steps; step++) learner.Step(HalfWay, step % learner.StepsPerEpoch);
            // Waits until the GPU is done.
            learner.ReadLosses();
        }
    }

    public static GpuBits MeasureBits(GpuTraining question)
    {
        var recipe = RecipeOf(question.Device, question.Precision) with { Epochs = 4, TestImages = 10 };
        var data = DataSets.Load(recipe, dataDirectory: null);
        var folder = Directory.CreateTempSubdirectory("orleanshybrid-");
        try
        {
            TrainerMessage? last = null;
            if (question.LeaveAfter is { } step) Attend(attempt: 1, [], leaveAfter: step);
            CheckpointRef[] committed = last is TrainerMessage.Preempted { Checkpoint: { } checkpoint } ? [checkpoint] : [];
            if (committed.Length == 0 && question.LeaveAfter is not null) throw new InvalidOperationException($"it did not leave: {last}");
            Attend(attempt: 2, committed, leaveAfter: int.MaxValue);
            return new(((TrainerMessage.Completed)last!).Result.WeightsSha256);

            void Attend(int attempt, CheckpointRef[] resumeFrom, int leaveAfter)
            {
                using var leave = new CancellationTokenSource();
                var order = new TrainingOrder
                {
                    Trial = new("gpu", 0),
                    Attempt = attempt,
                    Recipe = recipe,
                    CheckpointDirectory = folder.FullName,
                    ResumeFrom = resumeFrom,
                    CheckpointEveryEpochs = recipe.Epochs,
                    DataDirectory = null,
                    Device = question.Device,
                };
                using var run = new TrainingRun(order, data, Hear, new HastyClock());
                Use(question.Device, recipe, question.IsDeterministic);
                run.Run(leave.Token);

                void Hear(TrainerMessage message)
                {
                    last = message;
                    if (message is TrainerMessage.Progressed { Progress: var progress } && progress.Step >= leaveAfter) leave.Cancel();
                }
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // Forty steps an epoch.
    private static Recipe RecipeOf(string device, string precision) => new()
    {
        HeadImages = device == "cuda" ? 500 : 32,
        BatchSize = device == "cuda" ? 128 : 8,
        Backbone = device == "cuda" ? Backbone.Resnet32 : Backbone.Resnet8,
        Imbalance = 1,
        Precision = Enum.GetValues<TrainingPrecision>().Single(known => known.Spelled() == precision),
    };

    private static torch.Device Use(string device, Recipe recipe, bool isDeterministic)
    {
        torch.set_num_threads(1);
        ComputeDevice.Use(recipe.Precision);
        LibTorch.IsCudnnDeterministic = isDeterministic;
        return ComputeDevice.Open(device);
    }

    /// <summary>A second passes with each look at it, so that a training tells of every step.</summary>
    private sealed class HastyClock : TimeProvider
    {
        private long _now;

        public override long GetTimestamp() => Interlocked.Add(ref _now, TimestampFrequency);
    }
}
