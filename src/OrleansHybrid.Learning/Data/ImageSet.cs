namespace OrleansHybrid.Learning.Data;

/// <summary>Images of one size in memory, with their labels.</summary>
public sealed class ImageSet
{
    public const int Side = 32, Channels = 3, ImageBytes = Channels * Side * Side;

    /// <param name="pixels">(N, 3, 32, 32) bytes: red, green and blue plane, row-major.</param>
    /// <param name="labels">(N) class numbers in [0, <paramref name="classNames"/>.Count).</param>
    /// <param name="classNames">Names by class number.</param>
    /// <exception cref="ArgumentException">The lengths do not fit together, or a label names no class.</exception>
    public ImageSet(byte[] pixels, int[] labels, IReadOnlyList<string> classNames)
    {
        if (pixels.Length != (long)labels.Length * ImageBytes)
            throw new ArgumentException($"{labels.Length} images need {(long)labels.Length * ImageBytes} bytes, not {pixels.Length}", nameof(pixels));
        if (labels.Any(label => (uint)label >= (uint)classNames.Count))
            throw new ArgumentException($"a label lies outside [0, {classNames.Count})", nameof(labels));
        (Pixels, Labels, ClassNames) = (pixels, labels, classNames);
    }

    public byte[] Pixels { get; }

    public int[] Labels { get; }

    public IReadOnlyList<string> ClassNames { get; }

    public int Count => Labels.Length;

    public int Classes => ClassNames.Count;

    /// <summary>(C) images of each class.</summary>
    public int[] CountByClass()
    {
        var counts = new int[Classes];
        foreach (var label in Labels) counts[label]++;
        return counts;
    }

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
}

/// <summary>What a trial learns from and is judged on: a long-tailed training set and a balanced test set.</summary>
public sealed record TrainingData(ImageSet Train, ImageSet Test);
