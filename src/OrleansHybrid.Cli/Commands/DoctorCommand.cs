using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using OrleansHybrid.Cli.Doctor;
using OrleansHybrid.Cli.Options;
using OrleansHybrid.Cli.Output;
using Spectre.Console;

namespace OrleansHybrid.Cli.Commands;

/// <summary>What a person runs first on a new machine, and what support asks for.</summary>
internal static class DoctorCommand
{
    /// <param name="console">Where to answer; the terminal unless given.</param>
    public static Command Create(IAnsiConsole? console = null)
    {
        var asked = new TrainerCommands.DoctorCommand();
        var (cluster, checkpoints) = (ClusterOption.Create(), CheckpointOption.Create());
        var state = new Option<string>("--state")
        {
            Description = "Folder of trial records and checkpoints, whose disk is checked. It need not exist.",
            DefaultValueFactory = _ => ".hybrid",
        };
        var ports = new Option<int[]>("--port")
        {
            Description = "A port that a silo shall listen on; may be repeated.",
            CustomParser = ReadPorts,
        };
        var command = new Command(asked.Name, "Check whether this machine can train, and say what to do where it cannot.")
        {
            asked.Gpu, asked.Only, state, cluster, checkpoints, ports,
        };
        var output = OutputOption.AddTo(command);
        command.SetAction((arguments, stop) =>
        {
            var question = new DoctorQuestion
            {
                NeedsGpu = arguments.GetValue(asked.Gpu),
                Only = arguments.GetValue(asked.Only) ?? [],
                StateDirectory = arguments.GetRequiredValue(state),
                Cluster = arguments.GetValue(cluster),
                Checkpoints = arguments.GetValue(checkpoints),
                Ports = arguments.GetValue(ports) ?? [],
            };
            return DoctorPage.Write(
                console ?? AnsiConsole.Console, arguments.GetValue(output), new Diagnosis(question).Run(stop), question.Only);
        });
        return command;
    }

    private static int[] ReadPorts(ArgumentResult result)
    {
        int[] ports = [.. result.Tokens.Select(token => Number(token.Value))];
        if (ports.Contains(0)) result.AddError("--port must be from 1 to 65535.");
        return ports;

        static int Number(string text) =>
            ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : 0;
    }
}
