using System.CommandLine;
using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Cluster.Checkpoints;
using OrleansHybrid.Cluster.Connection;

namespace OrleansHybrid.Cli.Options;

/// <summary>The option that names the place of the checkpoints.</summary>
internal static class CheckpointOption
{
    private const string Variable = "ORLEANSHYBRID_CHECKPOINTS";

    public static Option<string?> Create() => new("--checkpoints")
    {
        Description = "Checkpoint store, the same for the whole cluster: a folder, the URL of a container in Azure Blob "
            + "Storage, or a connection "
            + $"string with Container=name. The environment variable {Variable} unless given; use it for a store with a key.",
    };

    // No default of the option's own: help would print it, with its key.
    /// <returns>Null if no place is given.</returns>
    public static string? Named(this ParseResult arguments, Option<string?> checkpoints) =>
        arguments.GetValue(checkpoints) ?? ConsoleSettings.Find(ConsoleSettings.CheckpointsKey);

    /// <summary>The option that takes the place over from a lost state.</summary>
    public static Option<bool> CreateAdopt() => new("--adopt-checkpoints")
    {
        Description = "Take the checkpoint store over from another state that is lost. Checkpoints that no trial of this state "
            + "refers to are deleted later.",
    };

    /// <param name="unless">The default folder.</param>
    /// <exception cref="ClusterException">The setting is malformed.</exception>
    public static CheckpointPlace Place(this ParseResult arguments, Option<string?> checkpoints, string unless) =>
        CheckpointPlace.Parse(arguments.Named(checkpoints) ?? unless);

    /// <summary>The place of a cluster's checkpoints: unless given, the account of a cluster in Azure, or else a folder.</summary>
    /// <exception cref="ClusterException">The setting is malformed.</exception>
    public static CheckpointPlace Place(this ParseResult arguments, Option<string?> checkpoints, ClusterServer cluster) =>
        cluster is AzureAccount account && arguments.Named(checkpoints) is null
            ? CheckpointPlace.Of(account)
            : arguments.Place(checkpoints, Path.Combine(".hybrid", "checkpoints"));
}
