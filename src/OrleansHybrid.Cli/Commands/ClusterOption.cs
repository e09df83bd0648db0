using System.CommandLine;
using OrleansHybrid.Cluster.Hosting;

namespace OrleansHybrid.Cli.Commands;

/// <summary>Which cluster a command speaks to.</summary>
internal static class ClusterOption
{
    private const string Variable = "ORLEANSHYBRID_CLUSTER";

    public static Option<string?> Create() => new("--cluster")
    {
        Description = $"The cluster, as redis:host:port[,password=…]; the environment variable {Variable} or the settings file unless given.",
        DefaultValueFactory = _ => ConsoleSettings.Find(ConsoleSettings.ClusterKey),
    };

    /// <exception cref="UserException">No cluster is named.</exception>
    /// <exception cref="ClusterException">The setting is malformed.</exception>
    public static RedisServer Server(this ParseResult arguments, Option<string?> cluster) =>
        RedisServer.Parse(arguments.GetValue(cluster) ?? throw new UserException(
            $"Which cluster? Name it with --cluster redis:host:port, in the environment variable {Variable} or in the settings file."));
}
