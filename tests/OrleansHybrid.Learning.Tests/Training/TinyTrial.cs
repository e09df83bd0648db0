using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Randomness;
using OrleansHybrid.Learning.Training;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Learning.Tests.Training;

/// <summary>A trial of three epochs of four steps on four classes of coloured noise, long-tailed, and what it said.</summary>
internal sealed class TinyTrial(string checkpoints, ContrastiveLossName loss)
{
    public static readonly TrainingData Data = new(Images([30, 15, 8, 3], seed: 1), Images([6, 6, 6, 6], seed: 2));

    private static readonly ImageSet HeldOut = Images([5, 5, 5, 5], seed: 3);

    /// <summary>Asks it to leave when it has reached a step.</summary>
    public static Func<TrainerMessage, bool> Reaches(int step) =>
        message => message is TrainerMessage.Progressed { Progress: var now } && now.Step == step;

    /// <summary>With any validation images, it has five of each class.</summary>
    public Recipe Recipe { get; init; } = new()
    {
        Backbone = Backbone.Resnet8,
        ProjectionHidden = 16,
        ProjectionDim = 8,
        ContrastiveLoss = loss,
        BatchSize = 16,
        Epochs = 3,
        LearningRate = 0.1,
    };

    /// <summary>What its sweep is judged by.</summary>
    public string? Metric { get; init; }

    /// <summary>The epoch after which it pauses; null to train to the end.</summary>
    public int? UntilEpoch { get; set; }

    /// <summary>What the trial's data is, and what its order asks for.</summary>
    public DataFingerprint? Fingerprint { get; set; }

    public DataFingerprint? Asked { get; set; }

    public List<TrainerMessage> Said { get; } = [];

    public List<CheckpointRef> Committed { get; } = [];

    public int Attempt { get; private set; }

    public TrainerMessage Last => Said[^1];

    /// <summary>The epochs as told last, without what depends on the clock.</summary>
    public IReadOnlyList<EpochMetrics> History =>
        [
            .. Said
                .OfType<TrainerMessage.EpochEnded>()
                .GroupBy(ended => ended.Metrics.Epoch)
                .Select(epoch => epoch.Last().Metrics with { Seconds = 0, ImagesPerSecond = 0 }),
        ];

    public TrialResult Result => Assert.IsType<TrainerMessage.Completed>(Last).Result with { ImagesPerSecond = 0 };

    /// <summary>One attempt, from the newest committed checkpoint, which leaves when <paramref name="leaveAt"/> says so.</summary>
    public TinyTrial Attend(Func<TrainerMessage, bool>? leaveAt = null)
    {
        using var leave = new CancellationTokenSource();
        var order = new TrainingOrder
        {
            Trial = new TrialId("tiny", 0),
            Attempt = ++Attempt,
            Recipe = Recipe,
            CheckpointDirectory = checkpoints,
            ResumeFrom = [.. Committed],
            CheckpointEveryEpochs = 1,
            DataDirectory = "photos",
            Metric = Metric,
            Data = Asked,
            UntilEpoch = UntilEpoch,
        };
        var data = Data with { Fingerprint = Fingerprint, Validation = Recipe.Validation > 0 ? HeldOut : null };
        using var run = new TrainingRun(order, data, Hear, new SteppingClock());
        run.Run(leave.Token);
        return this;

        void Hear(TrainerMessage message)
        {
            Said.Add(message);
            if (message is TrainerMessage.CheckpointWritten written) Committed.Insert(0, written.Checkpoint);
            if (message is TrainerMessage.Preempted { Checkpoint: { } checkpoint } && !Committed.Contains(checkpoint))
                Committed.Insert(0, checkpoint);
            if (message is TrainerMessage.Completed completed && !Committed.Contains(completed.Checkpoint))
                Committed.Insert(0, completed.Checkpoint);
            if (leaveAt?.Invoke(message) == true) leave.Cancel();
        }
    }

    private static ImageSet Images(int[] counts, long seed)
    {
        var labels = counts.SelectMany((count, label) => Enumerable.Repeat(label, count)).ToArray();
        var pixels = new byte[labels.Length * ImageSet.ImageBytes];
        var random = new CounterRandom(seed, RandomPurpose.SyntheticImages);
        for (var i = 0; i < pixels.Length; i++)
        {
            var (label, channel) = (labels[i / ImageSet.ImageBytes], i % ImageSet.ImageBytes / (ImageSet.Side * ImageSet.Side));
            pixels[i] = (byte)(random.NextInt(156) + (label == channel ? 100 : 0));
        }

        return new(pixels, labels, [.. counts.Select((_, label) => $"class {label}")]);
    }
}
