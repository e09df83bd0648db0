using System.CommandLine;
using OrleansHybrid.Learning.Checkpoints;
using OrleansHybrid.Learning.Models;
using OrleansHybrid.Learning.Training;
using OrleansHybrid.Sweeps.Text;
using OrleansHybrid.TrainerCommands;

namespace OrleansHybrid.Trainer;

/// <summary><c>model export</c>: a checkpoint's weights for other programs.</summary>
internal static class ExportModel
{
    public static Command Create()
    {
        var command = new ExportModelCommand();
        command.SetAction(arguments => Run(arguments.GetRequiredValue(command.Checkpoint), arguments.GetRequiredValue(command.Output)));
        return command;
    }

    private static int Run(string folder, string output) => CheckpointUse.Of(folder, checkpoint =>
    {
        var weights = WeightsExport.Write(checkpoint.Required(LearnerFiles.Weights));
        return WrittenFile.Save(
            output,
            weights,
            $"{checkpoint.Manifest.Recipe.Backbone.Spelled()}, {SafetensorsFile.Read(weights).Tensors.Count} tensors, in {output}");
    });
}
