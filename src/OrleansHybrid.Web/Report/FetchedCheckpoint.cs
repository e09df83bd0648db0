using OrleansHybrid.Cluster.Checkpoints;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Web.Report;

/// <summary>A checkpoint that is brought to this machine, read and deleted again.</summary>
internal static class FetchedCheckpoint
{
    /// <param name="read">Reads from the folder of the checkpoint.</param>
    /// <returns>Null if it cannot be brought here or read: retention may have deleted it meanwhile.</returns>
    public static async Task<T?> Read<T>(
        ICheckpointStore store, TrialId trial, CheckpointRef checkpoint, Func<string, T?> read, CancellationToken stop)
        where T : class
    {
        var folder = Path.Combine(Path.GetTempPath(), $"orleanshybrid-{Guid.NewGuid():N}");
        try
        {
            await store.Fetch(trial, checkpoint, folder, stop);
            return read(folder);
        }
        catch (Exception unreadable) when (unreadable is CheckpointStoreException or InvalidDataException or IOException)
        {
            return null;
        }
        finally
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    }
}
