using System.CommandLine;
using OrleansHybrid.Cluster.Scheduling;

namespace OrleansHybrid.Cli.Commands;

/// <summary>Hands a sweep to a running cluster.</summary>
internal static class SubmitCommand
{
    public static Command Create()
    {
        var file = SweepFile.Argument();
        var cluster = ClusterOption.Create();
        var command = new Command("submit", "Hand a sweep to a running cluster; again, to change its options or to resume it.") { file, cluster };
        command.SetAction(async (arguments, stop) =>
        {
            var sweep = SweepFile.Read(arguments.GetRequiredValue(file));
            Notices.Write(Console.Error, sweep);
            await using var access = await ClusterAccess.Of(arguments.Server(cluster), stop);
            var id = await access.Ask(grains => grains.GetScheduler().Submit(sweep.Yaml, sweep.Path));
            Console.WriteLine($"Submitted {id}: {sweep.Definition.TrialCount} trials, priority {sweep.Definition.Share.Priority}.");
            Console.WriteLine($"See it with: hybrid status {id}{(arguments.GetResult(cluster) is { Implicit: false } ? $" --cluster {arguments.GetValue(cluster)}" : "")}");
            return ExitCode.Complete;
        });
        return command;
    }
}
