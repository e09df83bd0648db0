using System.CommandLine;
using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Cli.Options;
using OrleansHybrid.Cli.Output;
using OrleansHybrid.Cluster.Reading;
using OrleansHybrid.Sweeps.Terminal;
using OrleansHybrid.Sweeps.Text;
using Spectre.Console;

namespace OrleansHybrid.Cli.Commands;

/// <summary>The machines of a cluster.</summary>
internal static class SilosCommand
{
    private static readonly Listing<FleetSilo> Listing = new(
        new("silo", silo => silo.Address) { IsNumber = true },
        new("host", silo => silo.Member.HostName, Rank: 2) { IsNumber = true },
        new("status", silo => silo.Status),
        new("role", silo => silo.Role),
        new("kind", silo => silo.Training?.Kind.Spelled(), Rank: 1),
        new("slots", silo => silo.Training?.Slots ?? 0) { IsNumber = true },
        new("busy", silo => silo.Training?.Busy ?? 0) { IsNumber = true },
        new("set_aside", silo => silo.Aside) { IsForPrograms = true },
        new(
            "since",
            silo => silo.Started,
            silo => silo.Started.ToString("yyyy-MM-dd HH:mm 'UTC'", System.Globalization.CultureInfo.InvariantCulture),
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
            var silos = await cluster.Silos(arguments.GetValue(all));
            Listing.Write(AnsiConsole.Console, silos, arguments.GetValue(output));
            if (arguments.GetValue(output) is not OutputFormat.Table) return ExitCode.Complete;
            foreach (var silo in silos.Where(silo => silo.Aside is not null))
                Console.WriteLine(PrintableText.OneLine($"Set aside on {silo.Address} until it works again: {silo.Aside}"));
            Console.WriteLine(
                $"{silos.Sum(silo => silo.Training?.Busy ?? 0)} of {silos.Sum(silo => silo.Training?.Slots ?? 0)} slots are busy. "
                    + $"See who gets the next one with: hybrid queue{choice.Suffix(arguments)}");
            return ExitCode.Complete;
        });
        return command;
    }
}
