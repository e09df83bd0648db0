using System.CommandLine;
using OrleansHybrid.Cli.Access;

namespace OrleansHybrid.Cli.Commands;

/// <summary>Exports and evaluates trained models.</summary>
internal static class ModelCommand
{
    public static Command Create() => new("model", "Export trained models.") { CreateExport() };

    public static Command CreateEvaluate()
    {
        var checkpoint = CheckpointFolder();
        var data = DataCommand.DataOption();
        var knn = new Option<bool>("--knn") { Description = "Probe the features with nearest neighbours as well." };
        var linear = new Option<bool>("--linear-probe") { Description = "Probe the features with a fresh linear classifier as well." };
        var other = new Option<bool>("--other-data") { Description = "Permit a data set that the model was not trained on." };
        var command = new Command("evaluate", "Test a checkpoint's weights on the test images that it was trained for.") { checkpoint, data, other, knn, linear };
        command.SetAction((arguments, stop) =>
        {
            List<string> question = ["evaluate", "--checkpoint", arguments.GetRequiredValue(checkpoint)];
            if (arguments.GetValue(data) is { } directory) question.AddRange(["--data", directory]);
            if (arguments.GetValue(other)) question.Add("--other-data");
            if (arguments.GetValue(knn)) question.Add("--knn");
            if (arguments.GetValue(linear)) question.Add("--linear-probe");
            return Trainer.Ask(question, stop);
        });
        return command;
    }

    private static Command CreateExport()
    {
        var checkpoint = CheckpointFolder();
        var output = new Option<string>("--output", "-o") { Description = "The safetensors file to write.", Required = true };
        var command = new Command("export", "Write a checkpoint's weights as one safetensors file with PyTorch's names.") { checkpoint, output };
        command.SetAction((arguments, stop) =>
            Trainer.Ask(["model", "export", arguments.GetRequiredValue(checkpoint), "--output", arguments.GetRequiredValue(output)], stop));
        return command;
    }

    private static Option<string> CheckpointFolder() => new("--checkpoint") { Description = "A checkpoint's folder, such as a downloaded one.", Required = true };
}
