using OrleansHybrid.Learning.Failures;

namespace OrleansHybrid.Learning.Data;

/// <summary>Images in files as one split of a data set: its list is in memory, its images stay in their files.</summary>
/// <param name="root">The data set's folder.</param>
/// <param name="files">(N) paths in it.</param>
/// <param name="labels">(N) class of each.</param>
/// <param name="classNames">(C) names by class number.</param>
/// <param name="decoding">How to decode them.</param>
/// <param name="remedy">Where the files come from, for a person who lacks one.</param>
/// <param name="notices">What a person should know of the list; null where there is nothing.</param>
public sealed class ImageFileSplit(
    string root, string[] files, int[] labels, IReadOnlyList<string> classNames, Decoding decoding, string remedy,
    IReadOnlyList<string>? notices = null) : IImageSource
{
    /// <summary>What a person should know of the list, such as files that it leaves aside.</summary>
    public IReadOnlyList<string> Notices => notices ?? [];

    public IReadOnlyList<string> ClassNames => classNames;

    public int[] Labels => labels;

    SourceFiles IImageSource.Files { get; } = new(root, files, remedy);

    public LabelledImages Read(ReadOnlySpan<int> indices) => Files(indices, decoding);

    /// <summary>Decodes images from their files, whatever the cache holds.</summary>
    /// <returns>Path of each that cannot be decoded, and why.</returns>
    public IReadOnlyList<(string File, string Reason)> FindUndecodable(ReadOnlySpan<int> indices) =>
        Files(indices, decoding with { Cache = null }).FindUndecodable();

    /// <exception cref="DataException">Files of the list are missing.</exception>
    public void RequireFiles()
    {
        var missing = files.Where(file => !RealPath.IsFile(Path.Combine(root, file))).ToArray();
        if (missing.Length > 0)
            throw new DataException(
                $"{missing.Length:N0} of {files.Length:N0} images are missing in {root}, the first is {missing[0]}. {remedy}");
    }

    private ImageFiles Files(ReadOnlySpan<int> indices, Decoding how)
    {
        var (chosen, own) = (new string[indices.Length], new int[indices.Length]);
        for (var i = 0; i < indices.Length; i++) (chosen[i], own[i]) = (files[indices[i]], labels[indices[i]]);
        return new(root, chosen, own, classNames, how, remedy, Notices);
    }
}
