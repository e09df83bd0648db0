using OrleansHybrid.Learning.Augmentation;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Learning.Data;

/// <summary>Images of 32x32 in memory, with their labels.</summary>
public sealed class ImageSet : LabelledImages
{
    public const int Side = Augmenter.Side, ImageBytes = Augmenter.ImageBytes;

    /// <param name="pixels">(N, 3, 32, 32) bytes: red, green and blue plane, row-major.</param>
    /// <param name="labels">(N) class numbers in [0, <paramref name="classNames"/>.Count).</param>
    /// <param name="classNames">Names by class number.</param>
    /// <exception cref="ArgumentException">The lengths do not fit together, or a label names no class.</exception>
    public ImageSet(byte[] pixels, int[] labels, IReadOnlyList<string> classNames) : base(labels, classNames)
    {
        if (pixels.Length != (long)labels.Length * ImageBytes)
            throw new ArgumentException(
                $"{labels.Length} images need {(long)labels.Length * ImageBytes} bytes, not {pixels.Length}", nameof(pixels));
        Pixels = pixels;
    }

    public byte[] Pixels { get; }

    public override int ViewSide => Side;

    /// <summary>The images at <paramref name="indices"/>, in that order.</summary>
    public ImageSet Select(ReadOnlySpan<int> indices)
    {
        var pixels = new byte[(long)indices.Length * ImageBytes];
        var labels = new int[indices.Length];
        for (var i = 0; i < indices.Length; i++)
        {
            Pixels.AsSpan(indices[i] * ImageBytes, ImageBytes).CopyTo(pixels.AsSpan(i * ImageBytes));
            labels[i] = Labels[indices[i]];
        }

        return new(pixels, labels, ClassNames);
    }

    /// <inheritdoc/>
    public override void Views(
        Recipe recipe, ReadOnlySpan<int> indices, ReadOnlySpan<ViewRequest> views, int epoch, int step, Span<float> destination)
    {
        RequireRoom(views.Length * indices.Length, destination);
        var (augmenter, length) = (new Augmenter(recipe), indices.Length * ImageBytes);
        for (var i = 0; i < views.Length; i++)
            augmenter.Views(Pixels, indices, views[i].Kind, views[i].Purpose, epoch, step, destination.Slice(i * length, length));
    }

    /// <inheritdoc/>
    public override int[] Plain(ReadOnlySpan<int> indices, Span<float> destination)
    {
        Augmenter.Plain(Pixels, indices, destination);
        return indices.ToArray();
    }
}
