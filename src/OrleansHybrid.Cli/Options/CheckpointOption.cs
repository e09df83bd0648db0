using System.CommandLine;
using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Cluster.Checkpoints;
using OrleansHybrid.Cluster.Connection;

namespace OrleansHybrid.Cli.Options;

/// <summary>Where checkpoints are.</summary>
internal static class CheckpointOption
{
    private const string Variable = "ORLEANSHYBRID_CHECKPOINTS";

    public static Option<string?> Create() => new("--checkpoints")
    {
        Description = "Where the checkpoints are, the same for the whole cluster: a folder, the URL of a container in Azure Blob Storage, or a connection "
            + $"string with Container=name. The environment variable {Variable} unless given: the place for one with a key in it.",
    };

    // No default of the option's own: help would print it, with its key.
    /// <returns>Null where none is named anywhere.</returns>
    public static string? Named(this ParseResult arguments, Option<string?> checkpoints) => arguments.GetValue(checkpoints) ?? ConsoleSettings.Find(ConsoleSettings.CheckpointsKey);

    /// <summary>Takes the place over from a state that is lost.</summary>
    public static Option<bool> CreateAdopt() => new("--adopt-checkpoints")
    {
        Description = "Take the place of the checkpoints over from another state, one that is lost: what no trial of this one points at is deleted in time.",
    };

    /// <param name="unless">The folder where none is named.</param>
    /// <exception cref="ClusterException">The setting is malformed.</exception>
    public static CheckpointPlace Place(this ParseResult arguments, Option<string?> checkpoints, string unless) =>
        CheckpointPlace.Parse(arguments.Named(checkpoints) ?? unless);
}
