using System.CommandLine;
using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Cli.Options;

namespace OrleansHybrid.Cli.Commands;

/// <summary>Adds trials to a running or finished sweep.</summary>
internal static class ExtendCommand
{
    public static Command Create()
    {
        var target = SweepTarget.SweepArgument();
        var file = SweepFile.Argument();
        var command = new Command("extend", "Add the trials of a sweep file that a sweep does not have yet.") { target, file };
        var choice = new ClusterChoice(command);
        command.SetAction(async (arguments, stop) =>
        {
            var more = SweepFile.Read(arguments.GetRequiredValue(file));
            Notices.Write(Console.Error, more);
            await using var cluster = await choice.Open(arguments, stop);
            var sweep = (await cluster.Sweep(arguments.GetRequiredValue(target))).Id;
            var answer = await cluster.Request((scheduler, request) => scheduler.Extend(sweep, new(more.Yaml, more.Path), request));
            if (!answer.IsDone) throw new UserException(answer.Message);
            Console.WriteLine(PlacedHints.Complete(answer.Message, choice.Suffix(arguments)));
            Console.WriteLine($"See it with: hybrid status {sweep}{choice.Suffix(arguments)}");
            return ExitCode.Complete;
        });
        return command;
    }
}
