using System.CommandLine;
using OrleansHybrid.Cli.Access;
using OrleansHybrid.TrainerCommands;

namespace OrleansHybrid.Cli.Commands;

/// <summary>Exports and evaluates trained models.</summary>
internal static class ModelCommand
{
    public static Command Create() => new("model", "Export trained models.") { Trainer.Answers(new ExportModelCommand()) };

    public static Command CreateEvaluate()
    {
        var command = new EvaluateCommand();
        DataCommand.FindDirectory(command.Data);
        return Trainer.Answers(command);
    }
}
