using System.CommandLine;
using OrleansHybrid.Cli.Access;
using OrleansHybrid.Cli.Conventions;

namespace OrleansHybrid.Cli.Commands;

/// <summary>Puts sweeps out of sight, or out of the world.</summary>
internal static class ArchiveCommand
{
    public static Command Create() => SweepCommand.Create("archive", "Leave a sweep out of lists; nothing of it changes.", command =>
    {
        var undo = new Option<bool>("--undo") { Description = "List it again." };
        command.Add(undo);
        return async context =>
        {
            var isArchived = !context.Arguments.GetValue(undo);
            Console.WriteLine((await context.Cluster.Ask(scheduler => scheduler.Archive(context.Sweep.Id, isArchived))).Message);
            Console.WriteLine(isArchived ? $"Take it back with: hybrid archive {context.Sweep.Id} --undo{context.Suffix}" : $"See it with: hybrid list{context.Suffix}");
            return ExitCode.Complete;
        };
    });

    public static Command CreateDelete() => SweepCommand.Create("delete", "Delete a finished or cancelled sweep with its records and checkpoints, for good.", command =>
    {
        var sure = new Option<bool>("--yes") { Description = "I know that nothing brings it back." };
        command.Add(sure);
        return async context =>
        {
            if (!context.Arguments.GetValue(sure))
                throw new UserException(
                    $"This deletes the records and checkpoints of {context.Sweep.Id} for good. Take its results first with 'hybrid report {context.Sweep.Id}{context.Suffix}', "
                    + $"then say that you are sure: hybrid delete {context.Sweep.Id} --yes{context.Suffix}");
            if (!context.IsCluster) RunPlace.RequireThere(context.StateDirectory);
            await FromScratch.Delete(() => context.Cluster.Ask(scheduler => scheduler.Delete(context.Sweep.Id)), context.Sweep.DeleteMore, Console.WriteLine);
            return ExitCode.Complete;
        };
    });
}
