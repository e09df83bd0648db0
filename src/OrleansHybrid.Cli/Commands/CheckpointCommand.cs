using System.CommandLine;
using OrleansHybrid.Cli.Access;
using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Cli.Options;
using OrleansHybrid.TrainerCommands;

namespace OrleansHybrid.Cli.Commands;

/// <summary>Lists, deletes, downloads and inspects the checkpoints of sweeps.</summary>
internal static class CheckpointCommand
{
    public static Command Create() => new("checkpoint", "List, delete, download and inspect checkpoints.")
    {
        CreateList(), CreateCollect(), CreateDownload(), Trainer.Answers(new InspectCheckpointCommand()),
    };

    private static Command CreateList()
    {
        var (sweep, checkpoints) = (SweepTarget.SweepArgument(), CheckpointOption.Create());
        var command = new Command("ls", "List a sweep's checkpoints with their sizes.") { sweep, checkpoints };
        var choice = new ClusterChoice(command);
        command.SetAction(async (arguments, stop) =>
        {
            await using var cluster = await choice.Open(arguments, stop);
            var stored = await Open(cluster, arguments.GetRequiredValue(sweep), Place(choice, arguments, checkpoints), stop);
            stored.WriteList(Console.Out);
            return ExitCode.Complete;
        });
        return command;
    }

    private static Command CreateCollect()
    {
        var (sweep, checkpoints) = (SweepTarget.SweepArgument(), CheckpointOption.Create());
        var dryRun = new Option<bool>("--dry-run") { Description = "Only list what would be deleted." };
        var command = new Command(
            "gc",
            "Delete checkpoints that no trial of a sweep refers to, or that its retention policy drops.") { sweep, checkpoints, dryRun };
        var choice = new ClusterChoice(command);
        command.SetAction(async (arguments, stop) =>
        {
            await using var cluster = await choice.Open(arguments, stop);
            var stored = await Open(cluster, arguments.GetRequiredValue(sweep), Place(choice, arguments, checkpoints), stop);
            await stored.Collect(Console.Out, arguments.GetValue(dryRun), stop);
            return ExitCode.Complete;
        });
        return command;
    }

    private static Command CreateDownload()
    {
        var (target, checkpoints) = (SweepTarget.TrialArgument(), CheckpointOption.Create());
        var best = new Option<bool>("--best")
        {
            Description = "Download the best kept checkpoint by the sweep's objective, instead of the latest."
        };
        var latest = new Option<bool>("--latest") { Description = "Download the latest checkpoint (the default)." };
        var output = new Option<string>("--output", "-o") { Description = "The folder to create.", Required = true };
        var command = new Command(
            "download",
            "Download one checkpoint of a trial (SWEEP/TRIAL) into a "
                + "folder and verify every byte.") { target, checkpoints, best, latest, output };
        var choice = new ClusterChoice(command);
        command.SetAction(async (arguments, stop) =>
        {
            var meant = SweepTarget.ParseTrial(arguments.GetRequiredValue(target));
            if (arguments.GetValue(best) && arguments.GetValue(latest))
                throw new UserException("--best and --latest are two checkpoints; name one of them.");
            await using var cluster = await choice.Open(arguments, stop);
            var stored = await Open(cluster, meant.Sweep, Place(choice, arguments, checkpoints), stop);
            await stored.Download(meant.Trial!.Value, arguments.GetValue(best), arguments.GetRequiredValue(output), Console.Out, stop);
            return ExitCode.Complete;
        });
        return command;
    }

    private static async Task<StoredCheckpoints> Open(ClusterAccess cluster, string sweep, string place, CancellationToken stop) =>
        await StoredCheckpoints.Of(await cluster.Sweep(sweep), await cluster.Ask(scheduler => scheduler.Owner()), place, stop);

    private static string Place(ClusterChoice choice, ParseResult arguments, Option<string?> checkpoints) =>
        arguments.Named(checkpoints) ?? choice.UsualCheckpoints(arguments);
}
