using System.Text;
using OrleansHybrid.Sweeps.Checkpoints;

namespace OrleansHybrid.Cluster.Checkpoints;

/// <summary>
/// Where a run on this machine keeps its checkpoints, taken down in its state folder: whoever deletes its sweeps later need not
/// know, and would leave them behind.
/// </summary>
public static class PlaceNote
{
    private const string FileName = "checkpoints-are-in";

    private const int MostBytes = 1 << 16;

    /// <exception cref="IOException">The state folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not write there.</exception>
    public static void Write(string stateDirectory, CheckpointPlace place)
    {
        var words = Encoding.UTF8.GetBytes($"{place.Open()}");
        if (Read(stateDirectory) != Encoding.UTF8.GetString(words)) DurableFiles.Write(Path.Combine(stateDirectory, FileName), words);
    }

    /// <returns>A folder's full path, or a place in Azure without the secrets that open it; null where no run has taken it down.</returns>
    public static string? Read(string stateDirectory)
    {
        try
        {
            return Encoding.UTF8.GetString(PlainFile.Read(Path.Combine(stateDirectory, FileName), MostBytes));
        }
        catch (Exception none) when (none is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
