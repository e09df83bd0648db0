using System.CommandLine;
using OrleansHybrid.Learning.Training;
using OrleansHybrid.Sweeps.Terminal;
using OrleansHybrid.Trainer;

GuardedConsole.Install();
SameBits.SetEnvironment();
var root = new RootCommand("Trains trials, and looks into data sets, checkpoints and weights.")
{
    Train.Create(),
    Serve.Create(),
    Probe.Create(),
    Diagnose.Create(),
    new Command("data", "Look into data sets.") { CheckData.Create(), InspectData.Create(), FingerprintData.Create() },
    new Command("checkpoint", "Look into a checkpoint.") { InspectCheckpoint.Create() },
    new Command("model", "Take a trained model elsewhere.") { ExportModel.Create() },
    Evaluate.Create(),
};
try
{
    // A folder may be called @data.
    var arguments = root.Parse(args, new() { ResponseFileTokenReplacer = null });
    var exitCode = arguments.Invoke(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    // What a training leaves behind is its checkpoints.
    return arguments.CommandResult.Command.Name is Train.Name ? exitCode : GuardedConsole.Concluded(exitCode);
}
catch (Exception fault)
{
    // A stack trace that ends the process leaves the terminal an "Aborted (core dumped)" and nothing to do.
    Console.Error.WriteLine(Failures.Of(fault).Message);
    Console.Error.WriteLine(fault);
    return 1;
}
