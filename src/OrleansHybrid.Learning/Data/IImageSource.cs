using OrleansHybrid.Learning.Failures;

namespace OrleansHybrid.Learning.Data;

/// <summary>One split of a dataset. Its labels are known; its images are read, or made, only when they are asked for.</summary>
public interface IImageSource
{
    /// <summary>(C) names by class number.</summary>
    IReadOnlyList<string> ClassNames { get; }

    /// <summary>(N) class of each image, in the dataset's official order.</summary>
    int[] Labels { get; }

    /// <summary>What its images are read from.</summary>
    SourceFiles Files { get; }

    /// <summary>The images at <paramref name="indices"/>, in that order.</summary>
    /// <exception cref="DataException">The images cannot be read.</exception>
    LabelledImages Read(ReadOnlySpan<int> indices);
}

/// <summary>The two splits of a dataset.</summary>
public sealed record DataSplits(IImageSource Train, IImageSource Test);
