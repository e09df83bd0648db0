using OrleansHybrid.Sweeps.Checkpoints;

namespace OrleansHybrid.Cluster.Checkpoints;

/// <summary>
/// The owner's mark of a folder of checkpoints. It lies in a folder of its own, since only such a one can be put in place
/// whole, and by one alone of several that try.
/// </summary>
internal static class FolderMark
{
    private const string FolderName = "owner";

    /// <returns>Null where there is none.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not read it.</exception>
    public static OwnerMark? Read(string root)
    {
        var folder = Path.Combine(root, FolderName);
        if (!Directory.Exists(folder)) return null;
        try
        {
            return OwnerMark.Read(PlainFile.Read(Path.Combine(folder, OwnerMark.FileName), OwnerMark.MostBytes));
        }
        catch (InvalidDataException)
        {
            // Whatever lies there in its place, the folder says that somebody owns this.
            return OwnerMark.Read([]);
        }
    }

    /// <returns>Whether it is there now; not where somebody else was first.</returns>
    /// <param name="former">The mark that it replaces; null where there is none.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static bool TryWrite(string root, OwnerMark mark, OwnerMark? former)
    {
        var folder = Path.Combine(root, FolderName);
        var partial = $"{folder}.{Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal)}.partial";
        Directory.CreateDirectory(partial);
        try
        {
            DurableFiles.Write(Path.Combine(partial, OwnerMark.FileName), mark.Write());
            DurableFiles.FlushFolder(partial);
            if (former is null) Directory.Move(partial, folder);
            else File.Move(Path.Combine(partial, OwnerMark.FileName), Path.Combine(folder, OwnerMark.FileName), overwrite: true);
        }
        catch (IOException) when (former is null && Directory.Exists(folder))
        {
            return false;
        }
        finally
        {
            if (Directory.Exists(partial)) Directory.Delete(partial, recursive: true);
        }

        DurableFiles.FlushFolder(folder);
        DurableFiles.FlushFolder(root);
        return true;
    }
}
