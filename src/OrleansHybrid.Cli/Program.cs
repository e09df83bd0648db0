using System.CommandLine;
using OrleansHybrid.Cli;
using OrleansHybrid.Cli.Commands;
using OrleansHybrid.Cluster.Hosting;
using OrleansHybrid.Cluster.Storage;
using OrleansHybrid.Silo;
using OrleansHybrid.Sweeps.Definition;
using Spectre.Console;

// Nobody knows how wide a pipe is: tables get room enough not to break their words.
if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 160;

var verbose = new Option<bool>("--verbose") { Description = "Show stack traces and the silo's log.", Recursive = true };
var root = new RootCommand("Sweeps the hyperparameters of hybrid long-tailed image learners.")
{
    verbose,
    RunCommand.Create(verbose),
    SiloCommand.Create(verbose),
    SubmitCommand.Create(),
    StatusCommand.Create(),
    StatusCommand.CreateList(),
    ExtendCommand.Create(),
    ValidateCommand.Create(),
    PreviewCommand.Create(),
    SettingsCommand.Create(),
    DataCommand.Create(),
};
foreach (var command in VerbCommand.CreateAll()) root.Add(command);

var arguments = root.Parse(args);
try
{
    // The run command drains its trainers on SIGINT and SIGTERM itself, within a time of its own.
    return await arguments.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
}
catch (Exception failure)
{
    await Console.Error.WriteLineAsync(
        arguments.GetValue(verbose) ? failure.ToString()
        : failure is UserException or InvalidSweepException or SiloException or ClusterException or GrainStorageException
            ? failure.Message
        : $"Unexpected {failure.GetType().Name}: {failure.Message} Run again with --verbose for the details; "
            + "nothing that was acknowledged is lost.");
    return ExitCode.UserMistake;
}
