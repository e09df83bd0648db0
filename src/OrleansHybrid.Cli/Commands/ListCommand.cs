using System.CommandLine;
using OrleansHybrid.Cli.Access;
using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Cli.Options;
using OrleansHybrid.Cli.Output;
using OrleansHybrid.Cli.Watching;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Trials;
using Spectre.Console;

namespace OrleansHybrid.Cli.Commands;

/// <summary>A list of all sweeps.</summary>
internal static class ListCommand
{
    private static readonly Listing<SweepStatus> Listing = new(
        new("sweep", sweep => sweep.Sweep) { IsNumber = true },
        new("state", sweep => sweep.State),
        new("trials", sweep => sweep.Trials) { IsNumber = true },
        new("completed", sweep => sweep.Count(TrialState.Completed)) { IsNumber = true },
        new("running", sweep => sweep.Running.Count) { IsNumber = true },
        new("failed", sweep => sweep.Count(TrialState.Failed), Rank: 2) { IsNumber = true },
        new(
            "best",
            sweep => sweep.Best?.Objective,
            sweep => sweep.Best?.Objective.ToString("G4", System.Globalization.CultureInfo.InvariantCulture),
            1)
        { IsNumber = true },
        new("slot_hours", sweep => Math.Round(sweep.SlotHours, 3), Rank: 3) { IsNumber = true },
        new("preemptions", sweep => sweep.Preemptions, Rank: 4) { IsNumber = true },
        new("waits_because", Why, sweep => Wording.Short(Why(sweep) ?? "")));

    public static Command Create()
    {
        var all = new Option<bool>("--all") { Description = "Include archived sweeps." };
        var command = new Command("list", "Show all sweeps.") { all };
        command.Aliases.Add("ls");
        var (choice, output) = (new ClusterChoice(command), OutputOption.AddTo(command));
        command.SetAction(async (arguments, stop) =>
        {
            await using var cluster = await choice.Open(arguments, stop);
            await Write(cluster, arguments.GetValue(all), arguments.GetValue(output), choice.Suffix(arguments));
            return ExitCode.Complete;
        });
        return command;
    }

    public static async Task Write(ClusterAccess cluster, bool withArchived, OutputFormat format, string suffix)
    {
        var sweeps = await cluster.Sweeps(withArchived);
        SweepStatus[] statuses = [.. (await Task.WhenAll(sweeps.Select(sweep => sweep.FindStatus()))).OfType<SweepStatus>()];
        if (format is OutputFormat.Table && statuses.Length == 0)
        {
            Console.WriteLine($"No sweep was submitted yet. Submit one with: hybrid submit FILE{suffix}");
            return;
        }

        Listing.Write(AnsiConsole.Console, statuses, format);
        if (format is OutputFormat.Table) Console.WriteLine($"Show one with: hybrid status SWEEP{suffix}");
    }

    private static string? Why(SweepStatus sweep) => sweep.Trouble?.Message ?? sweep.Waiting?.Message;
}
