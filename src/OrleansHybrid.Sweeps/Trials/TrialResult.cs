using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Sweeps.Trials;

/// <summary>What a completed trial leaves behind.</summary>
/// <param name="Epochs">Epochs trained.</param>
/// <param name="TrainLoss">Mean training loss of the last epoch.</param>
/// <param name="Accuracy">Accuracies after the last epoch: the ones to report.</param>
/// <param name="BestTop1">The best top-1 of any evaluated epoch, shown beside the last and never instead of it.</param>
/// <param name="ImagesPerSecond">Training images a second, over this trial's epochs.</param>
/// <param name="WeightsSha256">SHA-256 of the final <c>weights.safetensors</c>.</param>
/// <param name="PrototypesSha256">SHA-256 of the final <c>prototypes.safetensors</c>; null for a loss without prototypes.</param>
/// <param name="Data">The data that it is of; null where a part of the training was of data that nobody took down.</param>
public sealed record TrialResult(
    int Epochs,
    double TrainLoss,
    Accuracy Accuracy,
    double BestTop1,
    double ImagesPerSecond,
    string WeightsSha256,
    string? PrototypesSha256,
    DataFingerprint? Data = null);
