using System.CommandLine;
using OrleansHybrid.Cli.Commands;
using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Cli.Output;
using OrleansHybrid.Cluster.Checkpoints;
using OrleansHybrid.Cluster.Connection;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Storage;
using OrleansHybrid.Silo.Machine;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Simulation;
using OrleansHybrid.Sweeps.Terminal;
using Spectre.Console;

GuardedConsole.Install();
AnsiConsole.Console = GuardedTerminal.Open();

var verbose = new Option<bool>("--verbose") { Description = "Show stack traces and the silo's log.", Recursive = true };
var root = new RootCommand("Sweeps the hyperparameters of hybrid long-tailed image learners.")
{
    verbose,
    RunCommand.Create(verbose),
    SiloCommand.Create(verbose),
    ValidateCommand.Create(),
    PreviewCommand.Create(),
    SimulateCommand.Create(),
    SettingsCommand.Create(),
    DoctorCommand.Create(),
    SubmitCommand.Create(),
    ListCommand.Create(),
    StatusCommand.Create(),
    WatchCommand.Create(),
    TrialsCommand.Create(),
    BestCommand.Create(),
    ReportCommand.Create(),
    ExportCommand.Create(),
    LogsCommand.Create(),
    TrialCommand.Create(),
    ExtendCommand.Create(),
    SetCommand.Create(),
    QueueCommand.Create(),
    SilosCommand.Create(),
    ArchiveCommand.Create(),
    ArchiveCommand.CreateDelete(),
    CheckpointCommand.Create(),
    ModelCommand.Create(),
    ModelCommand.CreateEvaluate(),
    DataCommand.Create(),
    StorageCommand.Create(),
    CompletionCommand.Create(),
};
foreach (var command in VerbCommand.CreateAll()) root.Add(command);

var arguments = root.Parse(args);
try
{
    if (args.Any(argument => SecretText.Hidden(argument) != argument))
        await Console.Error.WriteLineAsync(
            "note: every user of this machine can read the arguments of a process, including the secret in these. "
                + "Put settings with a secret "
            + "in ORLEANSHYBRID_CLUSTER, ORLEANSHYBRID_STATE, ORLEANSHYBRID_CHECKPOINTS or the settings file.");
    // The run command drains its trainers on SIGINT and SIGTERM itself, within a time of its own.
    var exitCode = await arguments.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    // What a run or a silo does is worth more than what it says.
    return arguments.CommandResult.Command.Name is RunCommand.Name or SiloCommand.Name ? exitCode : GuardedConsole.Concluded(exitCode);
}
catch (Exception failure)
{
    await Console.Error.WriteLineAsync(
        args.Contains("--verbose") ? failure.ToString()
        : failure is UserException or InvalidSweepException or SiloException or ClusterException or GrainStorageException
                or CheckpointStoreException or UnusableResultsException or UnknownSweepException
            ? PlacedHints.Complete(failure.Message, PlacedHints.SuffixOf(arguments))
        : IsSilence(failure)
            ? "The cluster no longer answers: it is down or restarting. Running trials continue, and nothing that was "
                + "acknowledged is lost; try again."
        : $"Unexpected {failure.GetType().Name}: {failure.Message} Run again with --verbose for the details; "
            + "nothing that was acknowledged is lost.");
    return failure is ClusterUnreachableException || IsSilence(failure) ? ExitCode.ClusterUnreachable : ExitCode.UserMistake;
}

static bool IsSilence(Exception failure) =>
    failure is TimeoutException or Orleans.Runtime.OrleansMessageRejectionException or Orleans.Runtime.Messaging.ConnectionFailedException
        or Orleans.Runtime.SiloUnavailableException;
