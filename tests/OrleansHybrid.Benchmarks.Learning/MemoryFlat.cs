using OrleansHybrid.Benchmarks.Questions;
using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Training;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Text;
using static TorchSharp.torch;

namespace OrleansHybrid.Benchmarks.Learning;

/// <summary>Trains as a trainer does, and looks at what is held after each epoch.</summary>
internal static class MemoryFlat
{
    /// <summary>In the first epoch of the α schedule one branch is off, and later ones start what the first did not need.</summary>
    private const int WarmUpEpochs = 5;

    /// <returns>The end of the warm-up and of every epoch after it.</returns>
    public static Footprint[] Measure(LongTraining training)
    {
        var recipe = new Recipe
        {
            HeadImages = 50,
            Imbalance = 10,
            TestImages = 10,
            Backbone = Backbone.Resnet8,
            ProjectionHidden = 32,
            ProjectionDim = 16,
            ContrastiveLoss = Enum.GetValues<ContrastiveLossName>().Single(loss => loss.Spelled() == training.Loss),
            BatchSize = 8,
            LearningRate = 0.05,
            WarmupEpochs = 1,
        };
        var data = DataSets.Load(recipe, dataDirectory: null);
        var stepsPerEpoch = (data.Train.Count + recipe.BatchSize - 1) / recipe.BatchSize;
        recipe = recipe with { Epochs = WarmUpEpochs + (training.Steps + stepsPerEpoch - 1) / stepsPerEpoch };

        var checkpoints = Directory.CreateTempSubdirectory("orleanshybrid-");
        try
        {
            var footprints = new List<Footprint>();
            var order = new TrainingOrder
            {
                Trial = new("memory-flat", 0),
                Attempt = 1,
                Recipe = recipe,
                CheckpointDirectory = checkpoints.FullName,
                ResumeFrom = [],
                CheckpointEveryEpochs = 1,
                DataDirectory = null,
            };
            using var run = new TrainingRun(order, data, Hear, TimeProvider.System);
            run.Run(CancellationToken.None);
            return [.. footprints.Skip(WarmUpEpochs - 1)];

            void Hear(TrainerMessage message)
            {
                if (message is TrainerMessage.EpochEnded { Metrics: var epoch })
                    footprints.Add(new(epoch.Step, Tensor.TotalCount, ResidentSet.Bytes, GC.GetGCMemoryInfo().TotalCommittedBytes));
            }
        }
        finally
        {
            checkpoints.Delete(recursive: true);
        }
    }
}
