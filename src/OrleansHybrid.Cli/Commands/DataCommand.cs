using System.CommandLine;
using OrleansHybrid.Cli.Access;
using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.TrainerCommands;

namespace OrleansHybrid.Cli.Commands;

/// <summary>Data sets: the console downloads them, and the trainer inspects them, since the console itself loads no data.</summary>
internal static class DataCommand
{
    public static Command Create() =>
        new("data", "Download and inspect data sets.") { CreateInspect(), CreateFingerprint(), DownloadCommand.Create() };

    private static ForwardedCommand CreateInspect()
    {
        var command = new InspectDataCommand();
        FindDirectory(command.Data);
        return Trainer.Answers(command);
    }

    private static ForwardedCommand CreateFingerprint()
    {
        var command = new FingerprintDataCommand();
        FindDirectory(command.Data);
        return Trainer.Answers(command);
    }

    public static Option<string?> DataOption()
    {
        var data = DatasetWords.Directory();
        FindDirectory(data);
        return data;
    }

    /// <summary>Lets the console's settings name the folder that the command line does not.</summary>
    public static void FindDirectory(Option<string?> data) => data.DefaultValueFactory = _ => ConsoleSettings.Find(ConsoleSettings.DataKey);
}
