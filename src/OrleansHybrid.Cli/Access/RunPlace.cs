using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Cluster.Checkpoints;
using OrleansHybrid.Cluster.Connection;
using OrleansHybrid.Cluster.Storage;

namespace OrleansHybrid.Cli.Access;

/// <summary>Where the checkpoints of a run on this machine are: where the run has put them, whatever is named now.</summary>
internal static class RunPlace
{
    /// <returns>Null where nothing but the state folder itself is known.</returns>
    /// <exception cref="ClusterException">The place that the environment or the settings file names is malformed.</exception>
    public static CheckpointPlace? Find(string stateDirectory)
    {
        var named = ConsoleSettings.Find(ConsoleSettings.CheckpointsKey);
        return PlaceNote.Read(stateDirectory) switch
        {
            null => named is null ? null : CheckpointPlace.Parse(named),
            var noted when Path.IsPathFullyQualified(noted) => new CheckpointPlace.Folder(noted),
            // It takes a secret to open, which the environment alone has.
            var noted => named is not null && CheckpointPlace.Parse(named) is var place && $"{place.Open()}" == noted ? place : null,
        };
    }

    /// <summary>Where a run goes on that is given no place: where the one before it has put its checkpoints.</summary>
    /// <returns>Null where that was its state folder, or there was none.</returns>
    /// <inheritdoc cref="RequireThere"/>
    public static CheckpointPlace? OfFormerRun(string stateDirectory)
    {
        RequireThere(stateDirectory);
        return Find(stateDirectory);
    }

    /// <summary>The place as a setting names it, without the secrets that may be needed to open it.</summary>
    public static string Words(string stateDirectory) => PlaceNote.Read(stateDirectory) ?? new StateDirectory(stateDirectory).CheckpointRoot;

    /// <summary>Looks whether checkpoints can be read, and deleted with their records.</summary>
    /// <exception cref="UserException">They are where nobody can reach them now.</exception>
    /// <exception cref="ClusterException">The place that the environment or the settings file names is malformed.</exception>
    public static void RequireThere(string stateDirectory)
    {
        if (PlaceNote.Read(stateDirectory) is not { } noted) return;
        if (Find(stateDirectory) is not { } place)
            throw new UserException($"The checkpoints of this run are in {noted}: name that place in the environment variable ORLEANSHYBRID_CHECKPOINTS, with what opens it.");
        if (place is CheckpointPlace.Folder folder && !Directory.Exists(folder.Root))
            throw new UserException(
                $"The checkpoints of this run are in {noted}, which is not there. Bring it back, or run the sweep with --checkpoints and where they are now; "
                + "where they are lost, make an empty folder of that name.");
    }
}
