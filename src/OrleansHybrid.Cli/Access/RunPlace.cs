using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Cluster.Checkpoints;
using OrleansHybrid.Cluster.Connection;
using OrleansHybrid.Cluster.Storage;

namespace OrleansHybrid.Cli.Access;

/// <summary>The checkpoint store of a run on this machine: the one that the run used, whichever is given now.</summary>
internal static class RunPlace
{
    /// <returns>Null if only the state folder itself is known.</returns>
    /// <exception cref="ClusterException">The place in the environment or the settings file is malformed.</exception>
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

    /// <summary>The place in which the former run of a state left its checkpoints: a run that names no place goes on there.</summary>
    /// <returns>Null if that was its state folder, or if there was no run.</returns>
    /// <inheritdoc cref="RequireThere"/>
    public static CheckpointPlace? OfFormerRun(string stateDirectory)
    {
        RequireThere(stateDirectory);
        return Find(stateDirectory);
    }

    /// <summary>The place as a setting gives it, without the secrets that may be needed to open it.</summary>
    public static string Words(string stateDirectory) =>
        PlaceNote.Read(stateDirectory) ?? new StateDirectory(stateDirectory).CheckpointRoot;

    /// <summary>True if checkpoints can be deleted with their records.</summary>
    /// <exception cref="UserException">The checkpoints cannot be reached now.</exception>
    /// <exception cref="ClusterException">The place in the environment or the settings file is malformed.</exception>
    public static void RequireThere(string stateDirectory)
    {
        if (PlaceNote.Read(stateDirectory) is not { } noted) return;
        if (Find(stateDirectory) is not { } place)
            throw new UserException(
                $"The checkpoints of this run are in {noted}: name that place in the environment variable ORLEANSHYBRID_CHECKPOINTS, with "
                    + "the credentials that open it.");
        if (place is CheckpointPlace.Folder folder && !Directory.Exists(folder.Root))
            throw new UserException(
                $"The checkpoints of this run are in {noted}, which does not exist. Restore it, or run the sweep with --checkpoints and "
                    + "their new place; if they are lost, create an empty folder of that name.");
    }
}
