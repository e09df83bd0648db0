using System.CommandLine;
using OrleansHybrid.Cli.Access;
using OrleansHybrid.Cli.Options;

namespace OrleansHybrid.Cli.Commands;

/// <summary>What a command about one sweep has at hand.</summary>
/// <param name="StateDirectory">The folder of a run on this machine.</param>
/// <param name="Suffix">What another command needs behind it to be about the same sweep.</param>
internal sealed record SweepCommandContext(ClusterAccess Cluster, SweepHandle Sweep, ParseResult Arguments, bool IsCluster, string StateDirectory, string Suffix, CancellationToken Stop);

/// <summary>Commands about one sweep, which they all name in the same way.</summary>
internal static class SweepCommand
{
    /// <summary>Adds the sweep's argument and the options that say where it is, and opens it before the action.</summary>
    public static Command Create(string name, string description, Func<Command, Func<SweepCommandContext, Task<int>>> define)
    {
        var target = SweepTarget.SweepArgument();
        var command = new Command(name, description) { target };
        var action = define(command);
        var choice = new ClusterChoice(command);
        command.SetAction(async (arguments, stop) =>
        {
            await using var cluster = await choice.Open(arguments, stop);
            var sweep = await cluster.Sweep(arguments.GetRequiredValue(target));
            return await action(new(cluster, sweep, arguments, choice.IsCluster(arguments), choice.StateDirectory(arguments), choice.Suffix(arguments), stop));
        });
        return command;
    }
}
