using System.Globalization;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Tests.Trials;

/// <summary>Parts of a trial with only the numbers that a test is about.</summary>
internal static class Make
{
    public static CheckpointRef Checkpoint(int attempt, int epoch, int? step = null) =>
        new(
            string.Create(CultureInfo.InvariantCulture, $"a{attempt:D4}-s{step ?? epoch * 10:D6}"),
            attempt,
            epoch,
            step ?? epoch * 10,
            1_000,
            "ab");

    public static EpochMetrics Epoch(int epoch, double loss = 1) =>
        new()
        {
            Epoch = epoch,
            Step = epoch * 10,
            TrainLoss = loss,
            ContrastiveLoss = null,
            ClassifierLoss = loss,
            Alpha = 0.5,
            LearningRate = 0.1,
            Accuracy = null,
            ImagesPerSecond = 100,
            Seconds = 1,
        };

    public static EpochMetrics[] Epochs(int first, int last) =>
        [.. Enumerable.Range(first, last - first + 1).Select(epoch => Epoch(epoch))];

    public static TrialResult Result(double top1, double? few = null) =>
        new()
        {
            Epochs = 6,
            TrainLoss = 0.5,
            Accuracy = new(top1, null, null, few),
            BestTop1 = top1,
            ImagesPerSecond = 100,
            WeightsSha256 = "aa",
            PrototypesSha256 = null,
        };
}
