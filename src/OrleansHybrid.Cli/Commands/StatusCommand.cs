using System.CommandLine;
using OrleansHybrid.Cluster.Scheduling;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Results;
using Spectre.Console;

namespace OrleansHybrid.Cli.Commands;

/// <summary>How sweeps stand: all of them at a glance, or one with its trials.</summary>
internal static class StatusCommand
{
    private const int RowsPerCall = 1_000;

    public static Command Create()
    {
        var target = SweepTarget.SweepArgument();
        target.Arity = ArgumentArity.ZeroOrOne;
        var command = new Command("status", "Show how a sweep stands, and why a trial waits; without one, all sweeps.") { target };
        var (choice, output) = (new ClusterChoice(command), AddOutput(command));
        command.SetAction(async (arguments, stop) =>
        {
            await using var cluster = await choice.Open(arguments, stop);
            var json = arguments.GetValue(output) == "json";
            if (arguments.GetValue(target) is not { } sweep) return await ShowAll(cluster, json, choice.Suffix(arguments));
            return await ShowOne(cluster, await cluster.Find(sweep), json, choice.Suffix(arguments));
        });
        return command;
    }

    public static Command CreateList()
    {
        var command = new Command("list", "Show all sweeps.");
        var (choice, output) = (new ClusterChoice(command), AddOutput(command));
        command.SetAction(async (arguments, stop) =>
        {
            await using var cluster = await choice.Open(arguments, stop);
            return await ShowAll(cluster, arguments.GetValue(output) == "json", choice.Suffix(arguments));
        });
        return command;
    }

    private static Option<string> AddOutput(Command command)
    {
        var output = new Option<string>("--output", "-o") { Description = "table or json.", DefaultValueFactory = _ => "table" };
        output.AcceptOnlyFromAmong("table", "json");
        command.Add(output);
        return output;
    }

    private static async Task<int> ShowAll(ClusterAccess cluster, bool json, string suffix)
    {
        var statuses = new List<SweepStatus>();
        foreach (var id in await cluster.Ask(grains => grains.GetScheduler().List()))
            statuses.Add(await cluster.Ask(id, sweep => sweep.Status()));
        if (json) Console.WriteLine(ProtocolJson.Write(statuses));
        else StatusTables.WriteAll(AnsiConsole.Console, statuses, suffix);
        return ExitCode.Complete;
    }

    private static async Task<int> ShowOne(ClusterAccess cluster, string id, bool json, string suffix)
    {
        var definition = (await cluster.Ask(id, sweep => sweep.Texts()))!.Parse();
        var status = await cluster.Ask(id, sweep => sweep.Status());
        var rows = new List<TrialRow>(status.Trials);
        while (rows.Count < status.Trials && await cluster.Ask(id, sweep => sweep.Rows(rows.Count, RowsPerCall)) is { Count: > 0 } page) rows.AddRange(page);
        if (json) Console.WriteLine(ProtocolJson.Write(new { Status = status, Trials = rows }));
        else StatusTables.WriteOne(AnsiConsole.Console, definition, status, rows, suffix);
        return ExitCode.Complete;
    }
}
