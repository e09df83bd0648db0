using System.CommandLine;
using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Cli.Options;
using OrleansHybrid.Cli.Output;
using OrleansHybrid.Cli.Watching;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Trials;
using Spectre.Console;

namespace OrleansHybrid.Cli.Commands;

/// <summary>Shows which sweep gets the next free slot.</summary>
internal static class QueueCommand
{
    private static readonly Listing<(int Place, QueueEntry Entry, SweepStatus Status)> Listing = new(
        new("place", row => row.Place) { IsNumber = true },
        new("sweep", row => row.Entry.Sweep) { IsNumber = true },
        new("priority", row => row.Entry.Share.Priority) { IsNumber = true },
        new("weight", row => row.Entry.Share.Weight) { IsNumber = true },
        new("slots", row => row.Entry.Slots) { IsNumber = true },
        new("max_slots", row => row.Entry.Share.MaxSlots, Rank: 1) { IsNumber = true },
        new("waiting", row => row.Status.Count(TrialState.Pending) + row.Status.Count(TrialState.Preempted)) { IsNumber = true },
        new("waits_because", row => row.Status.Waiting?.Message, row => Wording.Short(row.Status.Waiting?.Message ?? "")));

    public static Command Create()
    {
        var command = new Command("queue", "Show the sweeps in the order in which they get free slots.");
        var (choice, output) = (new ClusterChoice(command), OutputOption.AddTo(command));
        command.SetAction(async (arguments, stop) =>
        {
            await using var cluster = await choice.Open(arguments, stop);
            var entries = await cluster.Ask(scheduler => scheduler.Queue());
            var statuses = await Task.WhenAll(entries.Select(async entry => await (await cluster.Sweep(entry.Sweep)).Status()));
            Listing.Write(
                AnsiConsole.Console,
                [.. entries.Zip(statuses).Select((row, place) => (place + 1, row.First, row.Second))],
                arguments.GetValue(output));
            if (arguments.GetValue(output) is OutputFormat.Table)
                Console.WriteLine($"Move one ahead with: hybrid set SWEEP priority=10{choice.Suffix(arguments)}");
            return ExitCode.Complete;
        });
        return command;
    }
}
