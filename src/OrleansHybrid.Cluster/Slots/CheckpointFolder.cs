using System.Globalization;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Slots;

/// <summary>The folder with one trial's checkpoints. The record says which of them count.</summary>
internal sealed class CheckpointFolder(string path)
{
    public string Path => path;

    /// <summary>
    /// Makes the folder, and removes what the record does not point at: left by attempts that were killed between writing
    /// and committing. The caller may have been overtaken while it stood still, so what a newer attempt wrote stays, and
    /// of its own and older attempts nothing can be committed any more that it does not know.
    /// </summary>
    /// <param name="committed">As the record's latest answer to <paramref name="attempt"/> names them.</param>
    /// <param name="attempt">The caller's; it has just begun, or ended.</param>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    public void KeepOnly(IEnumerable<CheckpointRef> committed, int attempt)
    {
        Directory.CreateDirectory(path);
        var names = committed.Select(checkpoint => checkpoint.Name).ToHashSet();
        foreach (var folder in Directory.GetDirectories(path))
            if (System.IO.Path.GetFileName(folder) is var name && !names.Contains(name) && AttemptOf(name) <= attempt)
                Delete(folder);
    }

    public void Delete(IEnumerable<CheckpointRef> dropped)
    {
        foreach (var checkpoint in dropped) Delete(System.IO.Path.Combine(path, checkpoint.Name));
    }

    // Null where it is no checkpoint's folder.
    private static int? AttemptOf(string name) =>
        name.Split('-') is [['a', .. var attempt], _] && int.TryParse(attempt, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

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
