namespace OrleansHybrid.Cli.Exports;

/// <summary>A file or a folder that is written beside its place and moved there whole, in place of the one before.</summary>
internal static class FreshEntry
{
    /// <summary>
    /// Ends the name of what is not in its place yet: MLflow lists no folder of its store whose name ends so, and TensorBoard reads
    /// no other folder than the one it was given.
    /// </summary>
    private const string Unfinished = ".hybrid.trash";

    /// <param name="path">The place. Its parents are created.</param>
    /// <param name="write">Writes the entry at the path that it is given. If it fails, nothing is left there.</param>
    public static async Task Put(string path, Func<string, Task> write)
    {
        path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (new FileInfo(path) is { LinkTarget: not null } link) path = link.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        var (fresh, old) = (Beside(path, "new"), Beside(path, "old"));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // Left by an export that was killed.
        Delete(fresh);
        Delete(old);
        try
        {
            await write(fresh);
            if (Path.Exists(path)) Directory.Move(path, old);
            Directory.Move(fresh, path);
        }
        catch
        {
            if (!Path.Exists(path) && Path.Exists(old)) Directory.Move(old, path);
            Delete(fresh);
            throw;
        }

        Delete(old);
    }

    private static string Beside(string path, string age) =>
        Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{age}{Unfinished}");

    private static void Delete(string path)
    {
        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
        else File.Delete(path);
    }
}
