using System.CommandLine;
using OrleansHybrid.Cli.Access;
using OrleansHybrid.Cluster.Connection;
using OrleansHybrid.Sweeps.Terminal;

namespace OrleansHybrid.Cli.Options;

/// <summary>
/// The options that select the sweeps of a command: a running cluster's, or those in the folder of a run on this machine.
/// </summary>
internal sealed class ClusterChoice
{
    private readonly Option<string?> _cluster = ClusterOption.Create(), _tls = TlsOption.Create();

    private readonly Option<string> _state = new("--state")
    {
        Description = "Instead of a cluster: the folder of a run on this machine, whether it works now or not.",
        DefaultValueFactory = _ => ".hybrid",
    };

    public ClusterChoice(Command command)
    {
        command.Add(_cluster);
        command.Add(_tls);
        command.Add(_state);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_cluster) is { Implicit: false } && result.GetResult(_state) is { Implicit: false })
                result.AddError("--cluster and --state name two places; give one of them.");
        });
    }

    public Task<ClusterAccess> Open(ParseResult arguments, CancellationToken stop) => IsCluster(arguments)
        ? ClusterAccess.Of(arguments.Server(_cluster), arguments.Identity(_tls), stop)
        : ClusterAccess.Of(arguments.GetRequiredValue(_state), stop);

    public bool IsCluster(ParseResult arguments) =>
        arguments.GetResult(_state) is not { Implicit: false } && arguments.Find(_cluster) is not null;

    /// <summary>The place of the checkpoints unless one is named: the account of a cluster in Azure, or else the run's.</summary>
    public string UsualCheckpoints(ParseResult arguments) =>
        IsCluster(arguments) && arguments.Find(_cluster) is { } setting && ClusterServer.Parse(setting) is AzureAccount
            ? setting
            : RunPlace.Words(StateDirectory(arguments));

    /// <summary>The folder of a run on this machine.</summary>
    public string StateDirectory(ParseResult arguments) => arguments.GetRequiredValue(_state);

    /// <summary>The options that another command needs to refer to the same sweeps, quoted for a shell and without secrets.</summary>
    public string Suffix(ParseResult arguments) =>
        arguments.GetResult(_state) is { Implicit: false }
            ? " " + HybridCommand.Words("--state", StateDirectory(arguments))
            : arguments.ClusterSuffix(_cluster, _tls);
}
