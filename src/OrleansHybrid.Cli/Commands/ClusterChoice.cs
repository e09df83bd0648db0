using System.CommandLine;

namespace OrleansHybrid.Cli.Commands;

/// <summary>The options that say which sweeps a command is about: a running cluster's, or those in the folder of a run on this machine.</summary>
internal sealed class ClusterChoice
{
    private readonly Option<string?> _cluster = ClusterOption.Create();

    private readonly Option<string> _state = new("--state")
    {
        Description = "Without a cluster: the folder of a run on this machine, while that does not run.",
        DefaultValueFactory = _ => ".hybrid",
    };

    public ClusterChoice(Command command)
    {
        command.Add(_cluster);
        command.Add(_state);
    }

    public Task<ClusterAccess> Open(ParseResult arguments, CancellationToken stop) => arguments.GetValue(_cluster) is null
        ? ClusterAccess.Of(arguments.GetRequiredValue(_state))
        : ClusterAccess.Of(arguments.Server(_cluster), stop);

    /// <summary>What another command needs behind it to be about the same sweeps.</summary>
    public string Suffix(ParseResult arguments) =>
        arguments.GetResult(_cluster) is { Implicit: false } ? $" --cluster {arguments.GetValue(_cluster)}"
        : arguments.GetResult(_state) is { Implicit: false } ? $" --state {arguments.GetValue(_state)}"
        : "";
}
