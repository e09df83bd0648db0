using System.CommandLine;
using System.Globalization;
using OrleansHybrid.Learning.Checkpoints;
using OrleansHybrid.Learning.Evaluation;
using OrleansHybrid.Learning.Training;
using OrleansHybrid.Sweeps.Checkpoints;
using OrleansHybrid.Sweeps.Text;
using OrleansHybrid.TrainerCommands;

namespace OrleansHybrid.Trainer;

/// <summary><c>checkpoint inspect</c>: what a checkpoint's folder holds.</summary>
internal static class InspectCheckpoint
{
    public static Command Create()
    {
        var command = new InspectCheckpointCommand();
        command.SetAction(arguments => Run(arguments.GetRequiredValue(command.Folder), arguments.GetValue(command.Heatmap)));
        return command;
    }

    /// <param name="picture">The file of the heat map; null for none.</param>
    private static int Run(string folder, string? picture) => CheckpointUse.Of(folder, checkpoint =>
    {
        PrintManifest(checkpoint.Manifest);
        foreach (var file in checkpoint.Manifest.Files) PrintFile(file, checkpoint.Files[file.Name]);
        if (!checkpoint.Files.TryGetValue(LearnerFiles.Prototypes, out var prototypes))
        {
            if (picture is not null) throw new InvalidDataException("this loss has no prototypes to draw");
            return 0;
        }

        if (!SafetensorsFile.Read(prototypes).Tensors.TryGetValue("prototypes", out var table))
            throw new InvalidDataException($"{LearnerFiles.Prototypes} has no prototypes");
        var similarity = PrototypeSimilarity.Of(table);
        Console.WriteLine($"\n{similarity.Classes} x {similarity.PerClass} prototypes, {similarity}");
        return picture is null ? 0 : WrittenFile.Save(picture, similarity.ToPng(), $"heat map in {picture}");
    });

    private static void PrintManifest(CheckpointManifest manifest)
    {
        var metrics = manifest.Position.LastEpoch is { } epoch
            ? string.Create(CultureInfo.InvariantCulture, $", loss {epoch.TrainLoss:F4}")
                + (epoch.Accuracy is { } accuracy ? string.Create(CultureInfo.InvariantCulture, $", top-1 {accuracy.Top1:P1}") : "")
            : "";
        Console.WriteLine(
            $"{manifest.Trial} attempt {manifest.Attempt}, format {manifest.Format}: {manifest.Position.Epoch} epochs, "
                + $"{manifest.Step} steps{metrics}");
        Console.WriteLine(
            $"{manifest.Recipe.Backbone.Spelled()} on {manifest.Recipe.Dataset.Spelled()}, contrastive loss "
                + $"{manifest.Recipe.ContrastiveLoss.Spelled()}");
        Console.WriteLine($"computed with {manifest.Numerics}");
        foreach (var earlier in manifest.EarlierNumerics ?? []) Console.WriteLine($"and before that with {earlier}");
    }

    private static void PrintFile(CheckpointFile file, byte[] content)
    {
        Console.WriteLine($"\n{file.Name}  {file.Bytes.ToString(CultureInfo.InvariantCulture)} bytes  sha256 {file.Sha256}");
        if (!file.HasTensors) return;
        foreach (var (name, tensor) in SafetensorsFile.Read(content).Tensors)
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {name,-44} {tensor.Type,-8} [{string.Join(", ", tensor.Shape)}]  norm {tensor.Norm():G6}"));
    }
}
