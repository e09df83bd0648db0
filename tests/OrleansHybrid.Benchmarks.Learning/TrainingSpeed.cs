using System.Diagnostics;
using OrleansHybrid.Benchmarks.Questions;
using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Randomness;
using OrleansHybrid.Learning.Training;
using OrleansHybrid.Sweeps.Settings;
using static TorchSharp.torch;

namespace OrleansHybrid.Benchmarks.Learning;

/// <summary>Times whole training steps, and their parts.</summary>
internal static class TrainingSpeed
{
    private const int Classes = 10;

    // The heap grows for some steps, and a page that is new to the process costs much more than one that is not.
    private const int WarmUpSteps = 3;

    private static (TrainingPoint Point, Workload Work)? _ready;

    /// <summary>Questions after the first of their kind find a learner that is warm.</summary>
    public static TrainingCost Measure(TrainingPoint point)
    {
        var work = Ready(point);
        var (wall, cpu) = (new double[point.Steps], new double[point.Steps]);
        for (var step = 0; step < point.Steps; step++) (wall[step], cpu[step]) = Time(work.Step);
        return new(wall, cpu);
    }

    public static StepPhases MeasurePhases(TrainingPoint point)
    {
        var work = Ready(point);
        var (step, forward) = (Cpu(work.Step), Cpu(work.Forward));
        var optimiser = Cpu(() => work.Learner.Optimiser.Step(0));
        using var least = new Workload(point with { Batch = 2 });
        least.Step();
        return new(Cpu(work.Draw), forward, step - forward - optimiser, optimiser, Cpu(least.Step), work.StepFlops, MatmulFlops(point));

        double Cpu(Action action)
        {
            action();
            return Enumerable.Range(0, point.Steps).Select(_ => Time(action).Cpu).Order().ElementAt(point.Steps / 2);
        }
    }

    private static Workload Ready(TrainingPoint point)
    {
        if (_ready?.Point is { } ready && ready == point with { Steps = ready.Steps }) return _ready.Value.Work;
        _ready?.Work.Dispose();
        set_num_threads(point.Threads);
        _ready = (point, new(point));
        for (var step = 0; step < WarmUpSteps; step++) _ready.Value.Work.Step();
        return _ready.Value.Work;
    }

    private static double MatmulFlops(TrainingPoint point)
    {
        const int Side = 2048;
        using var scope = NewDisposeScope();
        var type = point.Precision == "bfloat16" ? bfloat16 : float32;
        var (a, b) = (randn(Side, Side).to(type), randn(Side, Side).to(type));
        var milliseconds = Enumerable.Range(0, 8).Min(_ => Time(() => a.mm(b).Dispose()).Cpu);
        return 2.0 * Side * Side * Side / (milliseconds / 1e3);
    }

    private static (double Wall, double Cpu) Time(Action action)
    {
        using var process = Process.GetCurrentProcess();
        var (start, before) = (TimeProvider.System.GetTimestamp(), process.TotalProcessorTime);
        action();
        process.Refresh();
        return (TimeProvider.System.GetElapsedTime(start).TotalMilliseconds, (process.TotalProcessorTime - before).TotalMilliseconds);
    }

    /// <summary>A learner, the batch that it sees in every step, and a training set to draw others from.</summary>
    private sealed class Workload : IDisposable
    {
        // Half of the training: both branches are at work.
        private const int Epoch = 100;

        private readonly HybridBatch _batch;
        private readonly Tensor _images, _contrastiveLabels, _classifierLabels;

        public Workload(TrainingPoint point)
        {
            var recipe = new Recipe
            {
                BatchSize = point.Batch,
                LearningRate = 0.01,
                Precision = point.Precision == "bfloat16" ? TrainingPrecision.Bfloat16 : TrainingPrecision.Float32,
            };
            var train = Noise(Math.Max(2048, 2 * point.Batch));
            Learner = new(recipe, train, CPU);
            Learner.Network.Backbone.IsChannelsLast = point.ChannelsLast;
            _batch = new(recipe, train);
            StepFlops = 3 * 2 * (ForwardMultiplications * point.Images);

            using var scope = NewDisposeScope();
            random.manual_seed(0);
            _images = randn(point.Images, ImageSet.Channels, ImageSet.Side, ImageSet.Side).DetachFromDisposeScope();
            _classifierLabels = arange(point.Batch, dtype: int64).remainder(Classes).DetachFromDisposeScope();
            _contrastiveLabels = _classifierLabels.repeat(2).DetachFromDisposeScope();
        }

        public HybridLearner Learner { get; }

        public double StepFlops { get; }

        /// <summary>Of ResNet-32 on one image: the stem, and three stages of ten convolutions but for the strided ones.</summary>
        private static double ForwardMultiplications
        {
            get
            {
                var stem = 32 * 32 * 9 * 3 * 16;
                var stages = new[] { (Side: 32, Width: 16), (Side: 16, Width: 32), (Side: 8, Width: 64) };
                return stem
                    + stages.Sum(stage =>
                        stage.Side * stage.Side * 9.0 * stage.Width * ((stage.Width == 16 ? 16 : stage.Width / 2) + 9 * stage.Width));
            }
        }

        public void Step()
        {
            Learner.Learn(_images, _contrastiveLabels, _classifierLabels, Epoch, step: 0);
            Learner.ReadLosses();
        }

        public void Forward()
        {
            using var scope = NewDisposeScope();
            Learner.Objective(_images, _contrastiveLabels, _classifierLabels, Epoch);
        }

        public void Draw()
        {
            using var scope = NewDisposeScope();
            _batch.Draw(Epoch, 0, contrastive: true, classifier: true);
        }

        public void Dispose()
        {
            Learner.Dispose();
            _batch.Dispose();
            foreach (var tensor in new[] { _images, _contrastiveLabels, _classifierLabels }) tensor.Dispose();
        }

        private static ImageSet Noise(int images)
        {
            var random = new CounterRandom(0, RandomPurpose.SyntheticImages);
            var pixels = new byte[images * ImageSet.ImageBytes];
            foreach (ref var value in pixels.AsSpan()) value = (byte)random.NextInt(256);
            return new(
                pixels,
                [.. Enumerable.Range(0, images).Select(image => image % Classes)],
                [.. Enumerable.Range(0, Classes).Select(label => $"{label}")]);
        }
    }
}
