using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Learning.Checkpoints;

/// <summary>
/// Where a training stands: with the tensors, all that the rest of it depends on. Samplers, views and schedules are
/// functions of the epoch and the step, so there is no generator state to keep.
/// </summary>
public sealed record TrainingPosition
{
    /// <summary>Whole epochs completed, evaluation included.</summary>
    public int Epoch { get; init; }

    /// <summary>Steps completed of the epoch under way; all of them when only the evaluation is missing.</summary>
    public int StepInEpoch { get; init; }

    /// <summary>Sums of the losses over those steps.</summary>
    public StepLosses Sums { get; init; }

    /// <summary>Wall time of those steps.</summary>
    public double EpochSeconds { get; init; }

    /// <summary>Wall time of the steps of all completed epochs.</summary>
    public double Seconds { get; init; }

    /// <summary>The best top-1 of any evaluated epoch.</summary>
    public double BestTop1 { get; init; }

    /// <summary>The best top-1 on the validation images of any evaluated epoch; null before the first, and without such images.</summary>
    public double? ValBestTop1 { get; init; }

    /// <summary>The last completed epoch; null in the first.</summary>
    public EpochMetrics? LastEpoch { get; init; }

    public TrainingPosition AfterStep(double seconds) => this with { StepInEpoch = StepInEpoch + 1, EpochSeconds = EpochSeconds + seconds };

    /// <summary>Adds the time for which the steps so far were waited for, after they had been asked for.</summary>
    public TrainingPosition AfterWait(double seconds) => this with { EpochSeconds = EpochSeconds + seconds };

    /// <summary>Adds the losses of a completed step, which may be known later than that it is completed.</summary>
    public TrainingPosition With(StepLosses losses) => this with
    {
        Sums = new(Sums.Train + losses.Train, Sums.Contrastive + losses.Contrastive, Sums.Classifier + losses.Classifier),
    };

    public TrainingPosition AfterEpoch(EpochMetrics epoch) => this with
    {
        Epoch = epoch.Epoch,
        StepInEpoch = 0,
        Sums = default,
        EpochSeconds = 0,
        Seconds = Seconds + EpochSeconds,
        BestTop1 = Math.Max(BestTop1, epoch.Accuracy?.Top1 ?? 0),
        ValBestTop1 = epoch.Validation is { } validation ? Math.Max(ValBestTop1 ?? 0, validation.Top1) : ValBestTop1,
        LastEpoch = epoch,
    };
}
