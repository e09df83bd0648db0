namespace OrleansHybrid.Learning.Data;

/// <summary>The files that a split of a data set is read from.</summary>
/// <param name="Root">The data set's folder.</param>
/// <param name="Names">Paths in it, in their order.</param>
/// <param name="Remedy">Where they come from, for a person who lacks one.</param>
public sealed record SourceFiles(string Root, IReadOnlyList<string> Names, string Remedy)
{
    /// <summary>Of images that are made, not read.</summary>
    public static SourceFiles None { get; } = new("", [], "");
}
