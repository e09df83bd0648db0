using System.CommandLine;
using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Cluster.Connection;
using OrleansHybrid.Sweeps.Terminal;

namespace OrleansHybrid.Cli.Options;

/// <summary>The option that names the cluster.</summary>
internal static class ClusterOption
{
    private const string Variable = "ORLEANSHYBRID_CLUSTER";

    public static Option<string?> Create() => new("--cluster")
    {
        // No default of the option's own: help would print it, with its password.
        Description = "The cluster, as redis:host:port, or azure: and a storage account; the environment variable "
            + $"{Variable} or the settings file unless given: the place for one with a password.",
    };

    /// <returns>Null if no cluster is given.</returns>
    public static string? Find(this ParseResult arguments, Option<string?> cluster) =>
        arguments.GetValue(cluster) ?? ConsoleSettings.Find(ConsoleSettings.ClusterKey);

    /// <exception cref="UserException">No cluster is given.</exception>
    /// <exception cref="ClusterException">The setting is malformed.</exception>
    public static ClusterServer Server(this ParseResult arguments, Option<string?> cluster) =>
        ClusterServer.Parse(arguments.Find(cluster) ?? throw new UserException(
            $"Which cluster? Name it with --cluster redis:host:port, in the environment variable {Variable} or in the settings file."));

    /// <summary>The options that another command needs to reach the same cluster, quoted for a shell and without secrets.</summary>
    public static string ClusterSuffix(this ParseResult arguments, Option<string?> cluster, Option<string?> tls)
    {
        var words = new List<string>();
        if (arguments.GetResult(cluster) is { Implicit: false }) words.AddRange(["--cluster", arguments.Server(cluster).Setting]);
        if (arguments.GetResult(tls) is { Implicit: false }) words.AddRange(["--tls", arguments.GetRequiredValue(tls)!]);
        return words.Count == 0 ? "" : " " + HybridCommand.Words(words);
    }
}
