using System.CommandLine;
using OrleansHybrid.Cli.Access;
using OrleansHybrid.TrainerCommands;

namespace OrleansHybrid.Cli.Commands;

/// <summary>What becomes of a trained model: other programs read it, and it is tested again.</summary>
internal static class ModelCommand
{
    public static Command Create() => new("model", "Take a trained model elsewhere.") { Trainer.Answers(new ExportModelCommand()) };

    public static Command CreateEvaluate()
    {
        var command = new EvaluateCommand();
        DataCommand.FindDirectory(command.Data);
        return Trainer.Answers(command);
    }
}
