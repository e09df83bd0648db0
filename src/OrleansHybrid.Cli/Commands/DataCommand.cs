using System.CommandLine;
using OrleansHybrid.Cli.Access;
using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.TrainerCommands;

namespace OrleansHybrid.Cli.Commands;

/// <summary>Data sets: fetched by the console, looked into by the trainer, since the console itself loads no data.</summary>
internal static class DataCommand
{
    public static Command Create() => new("data", "Fetch data sets and look into them.") { CreateInspect(), CreateFingerprint(), DownloadCommand.Create() };

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
