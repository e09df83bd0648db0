using System.CommandLine;
using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Cli.Options;
using OrleansHybrid.Cli.Output;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Sweeps.Text;
using Spectre.Console;

namespace OrleansHybrid.Cli.Commands;

/// <summary>The machines of a cluster.</summary>
internal static class SilosCommand
{
    private static readonly Listing<(MembershipEntry Member, TrainingSilo? Training)> Listing = new(
        new("silo", row => row.Member.SiloAddress.ToParsableString().Split('@')[0]) { IsNumber = true },
        new("host", row => row.Member.HostName, Rank: 2) { IsNumber = true },
        new("status", row => row.Member.Status.ToString().ToLowerInvariant()),
        new("role", row => row.Training is not null ? "trains" : row.Member.Status is SiloStatus.Active ? "control" : null),
        new("kind", row => row.Training?.Kind.Spelled(), Rank: 1),
        new("slots", row => row.Training?.Slots ?? 0) { IsNumber = true },
        new("busy", row => row.Training?.Busy ?? 0) { IsNumber = true },
        new(
            "since",
            row => DateTime.SpecifyKind(row.Member.StartTime, DateTimeKind.Utc),
            row => row.Member.StartTime.ToString("yyyy-MM-dd HH:mm 'UTC'", System.Globalization.CultureInfo.InvariantCulture),
            3)
        { IsNumber = true });

    public static Command Create()
    {
        var all = new Option<bool>("--all") { Description = "Include silos that have left, while the cluster remembers them." };
        var command = new Command("silos", "Show the silos of a cluster, with their slots.") { all };
        var (choice, output) = (new ClusterChoice(command), OutputOption.AddTo(command));
        command.SetAction(async (arguments, stop) =>
        {
            await using var cluster = await choice.Open(arguments, stop);
            var members = await cluster.Ask((IGrainFactory grains) =>
                grains.GetGrain<IManagementGrain>(0).GetDetailedHosts(onlyActive: !arguments.GetValue(all)));
            var training = (await cluster.Ask(scheduler => scheduler.Silos())).ToDictionary(silo => silo.Address);
            var rows = members.OrderBy(member => member.StartTime)
                .Select(member => (member, training.GetValueOrDefault(member.SiloAddress.ToParsableString()))).ToList();
            Listing.Write(AnsiConsole.Console, rows, arguments.GetValue(output));
            if (arguments.GetValue(output) is OutputFormat.Table)
                Console.WriteLine(
                    $"{training.Values.Sum(silo => silo.Busy)} of {training.Values.Sum(silo => silo.Slots)} slots are busy. "
                        + $"See who gets the next one with: hybrid queue{choice.Suffix(arguments)}");
            return ExitCode.Complete;
        });
        return command;
    }
}
