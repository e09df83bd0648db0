using System.CommandLine;
using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Cli.Options;
using OrleansHybrid.Cli.Output;
using OrleansHybrid.Cli.Tables;
using OrleansHybrid.Cluster.Reading;
using Spectre.Console;

namespace OrleansHybrid.Cli.Commands;

/// <summary>Shows the state of a sweep, its cost, the time left, and why each waiting trial waits.</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        var target = SweepTarget.SweepArgument();
        target.Arity = ArgumentArity.ZeroOrOne;
        var command = new Command(
            "status", "Show the state of a sweep and why its trials wait; without SWEEP, list all sweeps.") { target };
        var (choice, output) = (new ClusterChoice(command), OutputOption.AddTo(command));
        command.SetAction(async (arguments, stop) =>
        {
            await using var cluster = await choice.Open(arguments, stop);
            var (format, suffix) = (arguments.GetValue(output), choice.Suffix(arguments));
            if (arguments.GetValue(target) is { } name) await Show(await cluster.Sweep(name), format, suffix);
            else await ListCommand.Write(cluster, withArchived: false, format, suffix);
            return ExitCode.Complete;
        });
        return command;
    }

    private static async Task Show(SweepHandle sweep, OutputFormat format, string suffix)
    {
        var (definition, status, rows) = (await sweep.Definition(), await sweep.Status(), await sweep.Rows());
        if (format is OutputFormat.Json or OutputFormat.Yaml) Document.Write(Console.Out, new { Status = status, Trials = rows }, format);
        else if (format is OutputFormat.Plain) TrialListing.Of(definition).Write(AnsiConsole.Console, rows, format);
        else StatusPage.Write(AnsiConsole.Console, definition, status, rows, suffix);
    }
}
