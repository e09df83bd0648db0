using System.Diagnostics;
using OrleansHybrid.Benchmarks.Questions;
using OrleansHybrid.Learning.Checkpoints;
using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Training;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Text;
using static TorchSharp.torch;

namespace OrleansHybrid.Benchmarks.Learning;

/// <summary>Trains, and writes checkpoints as a training run does.</summary>
internal static class CheckpointCosts
{
    public static CheckpointCost Measure(CheckpointPoint point)
    {
        set_num_threads(1);
        var recipe = new Recipe
        {
            HeadImages = 64,
            Imbalance = 1,
            TestImages = 1,
            BatchSize = point.Batch,
            ContrastiveLoss = ContrastiveLossName.Psc,
            Backbone = Enum.GetValues<Backbone>().Single(backbone => backbone.Spelled() == point.Backbone),
        };
        var data = DataSets.Load(recipe, dataDirectory: null);
        using var learner = new HybridLearner(recipe, data.Train, CPU);
        var order = new TrainingOrder
        {
            Trial = new("checkpoint", 0),
            Attempt = 1,
            Recipe = recipe,
            CheckpointDirectory = point.Folder,
            ResumeFrom = [],
            CheckpointEveryEpochs = 1,
            DataDirectory = null,
        };
        using var checkpoints = new TrialCheckpoints(order, data, learner);
        var (stalls, writes, steps) = (new List<double>(), new List<double>(), new List<double>());
        var position = new TrainingPosition();
        var (done, begun, last) = (0, 0.0, default(Sweeps.Trials.CheckpointRef)!);
        for (var checkpoint = 0; checkpoint <= point.Checkpoints + 1; checkpoint++)
        {
            var held = learner.Optimiser.Held;
            for (var i = 0; i < point.Steps; i++)
            {
                steps.Add(Milliseconds(() => learner.Step(done / learner.StepsPerEpoch, done % learner.StepsPerEpoch)));
                learner.ReadLosses();
                done++;
                position = position.AfterStep(1);
            }

            if (checkpoint > 0) stalls.Add(begun + (learner.Optimiser.Held - held).TotalMilliseconds);
            if (checkpoint > point.Checkpoints) break;
            if (checkpoints.TakeWritten(wait: true) is var (_, seconds)) writes.Add(seconds * 1e3);
            begun = Milliseconds(() => checkpoints.Begin(done, position));
        }

        var written = checkpoints.TakeWritten(wait: true)!.Value;
        writes.Add(written.Seconds * 1e3);
        last = written.Reference;
        var weights = new FileInfo(Path.Combine(point.Folder, last.Name, LearnerFiles.Weights)).Length;
        // The first one takes its memory, which the others find.
        return new(
            [.. stalls.Skip(1)], [.. writes.Skip(1)], [.. steps.Skip(point.Steps)], weights, last.Bytes, last.Name, last.ManifestSha256);
    }

    private static double Milliseconds(Action action)
    {
        var began = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }
}
