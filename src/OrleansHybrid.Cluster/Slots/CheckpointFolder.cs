using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Slots;

/// <summary>The folder with one trial's checkpoints. The record says which of them count.</summary>
internal sealed class CheckpointFolder(string path)
{
    public string Path => path;

    /// <summary>
    /// Makes the folder, and removes what the record does not point at: left by attempts that were killed between writing
    /// and committing.
    /// </summary>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    public void KeepOnly(IEnumerable<CheckpointRef> committed)
    {
        Directory.CreateDirectory(path);
        var names = committed.Select(checkpoint => checkpoint.Name).ToHashSet();
        foreach (var folder in Directory.GetDirectories(path))
            if (!names.Contains(System.IO.Path.GetFileName(folder)))
                Delete(folder);
    }

    public void Delete(IEnumerable<CheckpointRef> dropped)
    {
        foreach (var checkpoint in dropped) Delete(System.IO.Path.Combine(path, checkpoint.Name));
    }

    private static void Delete(string folder)
    {
        try
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
        catch (Exception inUse) when (inUse is IOException or UnauthorizedAccessException)
        {
            // What stays costs room, not correctness; the next attempt tries again.
        }
    }
}
