using System.CommandLine;
using OrleansHybrid.Cli.Access;
using OrleansHybrid.Cli.Conventions;

namespace OrleansHybrid.Cli.Commands;

/// <summary>Hides sweeps, or deletes them.</summary>
internal static class ArchiveCommand
{
    public static Command Create() => SweepCommand.Create("archive", "Hide a sweep from lists; nothing else changes.", command =>
    {
        var undo = new Option<bool>("--undo") { Description = "Show it in lists again." };
        command.Add(undo);
        return async context =>
        {
            var isArchived = !context.Arguments.GetValue(undo);
            Console.WriteLine((await context.Cluster.Ask(scheduler => scheduler.Archive(context.Sweep.Id, isArchived))).Message);
            Console.WriteLine(
                isArchived
                    ? $"Undo it with: hybrid archive {context.Sweep.Id} --undo{context.Suffix}"
                    : $"See it with: hybrid list{context.Suffix}");
            return ExitCode.Complete;
        };
    });

    public static Command CreateDelete() =>
        SweepCommand.Create("delete", "Delete a finished or cancelled sweep with its records and checkpoints, permanently.", command =>
    {
        var sure = new Option<bool>("--yes") { Description = "Confirm that the deletion is permanent." };
        command.Add(sure);
        return async context =>
        {
            if (!context.Arguments.GetValue(sure))
                throw new UserException(
                    $"This permanently deletes the records and checkpoints of {context.Sweep.Id}. "
                        + $"Save its results first with 'hybrid report {context.Sweep.Id}{context.Suffix}', "
                    + $"then confirm with: hybrid delete {context.Sweep.Id} --yes{context.Suffix}");
            if (!context.IsCluster) RunPlace.RequireThere(context.StateDirectory);
            await context.Cluster.Delete(context.Sweep.Id, Console.WriteLine);
            return ExitCode.Complete;
        };
    });
}
