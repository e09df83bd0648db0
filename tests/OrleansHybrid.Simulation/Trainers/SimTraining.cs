using OrleansHybrid.Simulation.Storage;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Simulation.Trainers;

/// <summary>
/// A training whose weights depend on the recipe and on every step: a step that was left out, or trained on other weights, shows.
/// </summary>
internal static class SimTraining
{
    public const int StepsPerEpoch = 2;

    public static ulong Begin(Recipe recipe) => Mix((ulong)recipe.Seed, BitConverter.DoubleToUInt64Bits(recipe.Temperature));

    public static ulong Step(ulong weights, int step) => Mix(weights, (ulong)step);

    /// <summary>The weights after an undisturbed training.</summary>
    public static ulong After(Recipe recipe, int steps)
    {
        var weights = Begin(recipe);
        for (var step = 1; step <= steps; step++) weights = Step(weights, step);
        return weights;
    }

    public static string HashOf(ulong weights) => $"{weights:x64}";

    /// <summary>A fraction; lower temperatures learn better, and every epoch adds.</summary>
    public static Accuracy AccuracyOf(Recipe recipe, int epochs) =>
        new(Math.Round((1 - 0.5 / (1 + epochs)) / (1 + recipe.Temperature) + recipe.Seed % 7 * 0.001, 6), null, null, null);

    public static EpochMetrics Epoch(Recipe recipe, int epoch) => new()
    {
        Epoch = epoch,
        Step = epoch * StepsPerEpoch,
        TrainLoss = 1.0 / epoch,
        ContrastiveLoss = null,
        ClassifierLoss = 1.0 / epoch,
        Alpha = 0.5,
        LearningRate = 0.1,
        Accuracy = AccuracyOf(recipe, epoch),
        ImagesPerSecond = 100,
        Seconds = 1,
    };

    public static TrialResult Result(Recipe recipe, int epochs, ulong weights, DataFingerprint? data) => new()
    {
        Epochs = epochs,
        TrainLoss = 1.0 / epochs,
        Accuracy = AccuracyOf(recipe, epochs),
        BestTop1 = AccuracyOf(recipe, epochs).Top1,
        ImagesPerSecond = 100,
        WeightsSha256 = HashOf(weights),
        PrototypesSha256 = null,
        Data = data,
    };

    public static LiveProgress Progress(int step, int steps) => new()
    {
        Epoch = step / StepsPerEpoch,
        Step = step,
        Steps = steps,
        TrainLoss = 1,
        Alpha = 0.5,
        LearningRate = 0.1,
        ImagesPerSecond = 100,
        Images = step * 10L,
    };

    public static CheckpointRef Reference(int attempt, StoredFile file) => new(
        OrleansHybrid.Sweeps.Checkpoints.CheckpointNames.Of(attempt, file.Step),
        attempt, file.Step / StepsPerEpoch, file.Step, StoredFile.Bytes, file.Hash);

    // SplitMix64's finaliser: every bit of the input reaches every bit of the output.
    private static ulong Mix(ulong state, ulong input)
    {
        var mixed = state + 0x9E3779B97F4A7C15 * (input + 1);
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
