using System.Diagnostics.CodeAnalysis;
using OrleansHybrid.Learning.Augmentation;
using OrleansHybrid.Learning.Failures;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Learning.Data;

/// <summary>Images of known classes, in memory or in files: what samplers draw from and batches are made of.</summary>
public abstract class LabelledImages
{
    public const int Channels = RgbImage.Channels;

    /// <param name="labels">(N) class numbers in [0, <paramref name="classNames"/>.Count).</param>
    /// <param name="classNames">Names by class number.</param>
    /// <exception cref="ArgumentException">A label names no class.</exception>
    protected LabelledImages(int[] labels, IReadOnlyList<string> classNames)
    {
        if (labels.Any(label => (uint)label >= (uint)classNames.Count))
            throw new ArgumentException($"a label lies outside [0, {classNames.Count})", nameof(labels));
        (Labels, ClassNames) = (labels, classNames);
    }

    public int[] Labels { get; }

    public IReadOnlyList<string> ClassNames { get; }

    public int Count => Labels.Length;

    public int Classes => ClassNames.Count;

    /// <summary>Side S of a view, in pixels.</summary>
    public abstract int ViewSide { get; }

    /// <summary>Elements of a view.</summary>
    public int ViewLength => Channels * ViewSide * ViewSide;

    /// <summary>Whether the next batch is worth preparing on another thread while this one is computed.</summary>
    public virtual bool PreparesAhead => false;

    /// <summary>Images met so far that cannot be decoded.</summary>
    public virtual int Undecodable => 0;

    /// <summary>(C) images of each class.</summary>
    public int[] CountByClass()
    {
        var counts = new int[Classes];
        foreach (var label in Labels) counts[label]++;
        return counts;
    }

    /// <summary>
    /// Random views of each image. What is done to an image is a pure function of the recipe's seed, the view's purpose,
    /// the epoch, the step and the image's place in the batch. Not by two threads at once.
    /// </summary>
    /// <param name="recipe">How to augment, and the trial's seed.</param>
    /// <param name="indices">(N) which images, such as a sampler's batch.</param>
    /// <param name="views">(K) the views of each.</param>
    /// <param name="epoch">From 0.</param>
    /// <param name="step">From 0 within the epoch.</param>
    /// <param name="destination">(K, N, 3, S, S), every element written.</param>
    /// <exception cref="DataException">The images cannot be read.</exception>
    [SuppressMessage("Naming", "CA1716", Justification = "Step is a keyword of Visual Basic, but it is the domain's word.")]
    public abstract void Views(
        Recipe recipe, ReadOnlySpan<int> indices, ReadOnlySpan<ViewRequest> views, int epoch, int step, Span<float> destination);

    /// <summary>Images without any change but size, for evaluation. Not by two threads at once.</summary>
    /// <param name="indices">(N) which of them.</param>
    /// <param name="destination">(N, 3, S, S), of which the first M are written.</param>
    /// <returns>(M) the indices of the images written: those that can be decoded.</returns>
    /// <exception cref="DataException">The images cannot be read.</exception>
    public abstract int[] Plain(ReadOnlySpan<int> indices, Span<float> destination);

    /// <summary>What a person should know of the images met since the last call.</summary>
    public virtual IEnumerable<string> TakeWarnings() => [];

    /// <exception cref="ArgumentException">The destination has not the length of so many views.</exception>
    protected void RequireRoom(int views, ReadOnlySpan<float> destination)
    {
        if (destination.Length != views * ViewLength)
            throw new ArgumentException($"{views} views need {views * ViewLength} floats, not {destination.Length}", nameof(destination));
    }
}

/// <summary>What a trial learns from and is judged on: a long-tailed training set and a balanced test set.</summary>
public sealed record TrainingData(LabelledImages Train, LabelledImages Test)
{
    /// <summary>
    /// Equally many images of each class that are not trained on, to choose among trials without the test images; null where none are
    /// held out.
    /// </summary>
    public LabelledImages? Validation { get; init; }

    /// <summary>Of the data set that they are selected from; null where nobody asked for it.</summary>
    public DataFingerprint? Fingerprint { get; init; }
}
