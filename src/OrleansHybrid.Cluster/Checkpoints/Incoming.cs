namespace OrleansHybrid.Cluster.Checkpoints;

/// <summary>A folder that is filled aside and appears whole or not at all.</summary>
internal static class Incoming
{
    private const string Suffix = ".incoming";

    /// <param name="folder">Replaced where it exists.</param>
    /// <param name="fill">Given the folder to fill.</param>
    public static async Task Fill(string folder, Func<string, Task> fill)
    {
        var partial = folder + Suffix;
        Delete(partial);
        Directory.CreateDirectory(partial);
        try
        {
            await fill(partial);
            Delete(folder);
            Directory.Move(partial, folder);
        }
        catch
        {
            Delete(partial);
            throw;
        }
    }

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }
}
