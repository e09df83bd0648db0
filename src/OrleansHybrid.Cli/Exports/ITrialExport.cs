namespace OrleansHybrid.Cli.Exports;

/// <summary>
/// A sweep in the files of another program. It takes one trial after the other, so that the epochs of a large sweep are never all in
/// memory. Without <see cref="Complete"/> the files are unusable.
/// </summary>
internal interface ITrialExport : IDisposable
{
    /// <param name="trial">The next trial, in the order of their indices.</param>
    void Add(ExportedTrial trial);

    /// <summary>Writes what can only be known at the end.</summary>
    void Complete();
}
