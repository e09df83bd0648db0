using System.CommandLine;
using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Cluster.Connection;
using OrleansHybrid.Sweeps.Terminal;

namespace OrleansHybrid.Cli.Options;

/// <summary>Which cluster a command speaks to.</summary>
internal static class ClusterOption
{
    private const string Variable = "ORLEANSHYBRID_CLUSTER";

    public static Option<string?> Create() => new("--cluster")
    {
        // No default of the option's own: help would print it, with its password.
        Description = $"The cluster, as redis:host:port; the environment variable {Variable} or the settings file unless given: the place for one with a password.",
    };

    /// <returns>Null where none is named anywhere.</returns>
    public static string? Find(this ParseResult arguments, Option<string?> cluster) => arguments.GetValue(cluster) ?? ConsoleSettings.Find(ConsoleSettings.ClusterKey);

    /// <exception cref="UserException">No cluster is named.</exception>
    /// <exception cref="ClusterException">The setting is malformed.</exception>
    public static RedisServer Server(this ParseResult arguments, Option<string?> cluster) =>
        RedisServer.Parse(arguments.Find(cluster) ?? throw new UserException(
            $"Which cluster? Name it with --cluster redis:host:port, in the environment variable {Variable} or in the settings file."));

    /// <summary>What another command needs behind it to speak to the same cluster, ready for a shell and without secrets.</summary>
    public static string ClusterSuffix(this ParseResult arguments, Option<string?> cluster, Option<string?> tls)
    {
        var words = new List<string>();
        if (arguments.GetResult(cluster) is { Implicit: false }) words.AddRange(["--cluster", arguments.Server(cluster).Setting]);
        if (arguments.GetResult(tls) is { Implicit: false }) words.AddRange(["--tls", arguments.GetRequiredValue(tls)!]);
        return words.Count == 0 ? "" : " " + HybridCommand.Words(words);
    }
}
