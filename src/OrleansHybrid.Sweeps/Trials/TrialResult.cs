using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Sweeps.Trials;

/// <summary>The result of a completed trial.</summary>
public sealed record TrialResult
{
    /// <summary>Epochs trained.</summary>
    public required int Epochs { get; init; }

    /// <summary>Mean training loss of the last epoch.</summary>
    public required double TrainLoss { get; init; }

    /// <summary>Accuracies after the last epoch: the figures to report.</summary>
    public required Accuracy Accuracy { get; init; }

    /// <summary>The best top-1 of any evaluated epoch, shown in addition to the last one, never instead of it.</summary>
    public required double BestTop1 { get; init; }

    /// <summary>Training images per second over the epochs of this trial.</summary>
    public required double ImagesPerSecond { get; init; }

    /// <summary>SHA-256 of the final <c>weights.safetensors</c>.</summary>
    public required string WeightsSha256 { get; init; }

    /// <summary>SHA-256 of the final <c>prototypes.safetensors</c>; null for a loss without prototypes.</summary>
    public required string? PrototypesSha256 { get; init; }

    /// <summary>The fingerprint of its data; null if any part of the training was on data without a recorded fingerprint.</summary>
    public DataFingerprint? Data { get; init; }

    /// <summary>Accuracies on the validation images after the last epoch; null if the recipe holds none out.</summary>
    public Accuracy? Validation { get; init; }

    /// <summary>The best top-1 on the validation images of any evaluated epoch; null if the recipe holds none out.</summary>
    public double? ValBestTop1 { get; init; }

    /// <summary>Accuracy of the nearest neighbours on the test images; null if no sweep was judged by it when this was trained.</summary>
    public double? Knn { get; init; }

    /// <summary>The same on the validation images.</summary>
    public double? ValKnn { get; init; }

    /// <summary>
    /// What its last bits depend on besides recipe and data: the GPU with its driver and cuDNN, the type of CPU, threads, libtorch. Null
    /// from earlier versions.
    /// </summary>
    public string? Numerics { get; init; }

    /// <summary>
    /// The same of the parts of the training that were computed elsewhere. Null where all of it was computed with <see cref="Numerics"/>:
    /// then a training there gives the same bits.
    /// </summary>
    public string? EarlierNumerics { get; init; }

    /// <summary>True if it has every metric on request that another result of the same recipe and data has, and one more.</summary>
    public bool Completes(TrialResult other)
    {
        var (own, theirs) = (Names(this), Names(other));
        return own.Count > theirs.Count && theirs.TrueForAll(own.Contains);

        static List<string> Names(TrialResult result) =>
        [
            .. from metric in FinalMetrics.ByName.Values
               where metric.IsOnRequest && metric.Of(result) is not null
               select metric.Name,
        ];
    }
}
