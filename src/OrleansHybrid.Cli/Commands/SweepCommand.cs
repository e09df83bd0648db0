using System.CommandLine;
using OrleansHybrid.Cli.Access;
using OrleansHybrid.Cli.Options;
using OrleansHybrid.Cluster.Reading;

namespace OrleansHybrid.Cli.Commands;

/// <summary>The context of a command about one sweep.</summary>
/// <param name="Choice">The options of the sweep's place.</param>
/// <param name="StateDirectory">The folder of a run on this machine.</param>
/// <param name="Suffix">The options that another command needs to refer to the same sweep.</param>
internal sealed record SweepCommandContext(
    ClusterAccess Cluster,
    SweepHandle Sweep,
    ParseResult Arguments,
    ClusterChoice Choice,
    bool IsCluster,
    string StateDirectory,
    string Suffix,
    CancellationToken Stop);

/// <summary>Creates commands about one sweep, which all name it in the same way.</summary>
internal static class SweepCommand
{
    /// <summary>Adds the argument of the sweep and the options of its place, and opens it before the action.</summary>
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
            return await action(
                new(
                    cluster,
                    sweep,
                    arguments,
                    choice,
                    choice.IsCluster(arguments),
                    choice.StateDirectory(arguments),
                    choice.Suffix(arguments),
                    stop));
        });
        return command;
    }
}
