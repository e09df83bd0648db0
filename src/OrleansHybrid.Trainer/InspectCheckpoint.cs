using System.Globalization;
using OrleansHybrid.Learning.Checkpoints;
using OrleansHybrid.Learning.Evaluation;
using OrleansHybrid.Learning.Models;
using OrleansHybrid.Learning.Training;
using OrleansHybrid.Sweeps.Checkpoints;
using OrleansHybrid.Sweeps.Text;

namespace OrleansHybrid.Trainer;

/// <summary><c>checkpoint inspect</c> and <c>model export</c>: what a checkpoint's folder holds.</summary>
internal static class InspectCheckpoint
{
    public static int Run(string folder, Options options) => CheckpointUse.Of(folder, checkpoint =>
    {
        PrintManifest(checkpoint.Manifest);
        foreach (var file in checkpoint.Manifest.Files) PrintFile(file, checkpoint.Files[file.Name]);
        if (!checkpoint.Files.TryGetValue(LearnerFiles.Prototypes, out var prototypes))
        {
            if (options.Has("--heatmap")) throw new InvalidDataException("this loss has no prototypes to draw");
            return 0;
        }

        if (!SafetensorsFile.Read(prototypes).Tensors.TryGetValue("prototypes", out var table)) throw new InvalidDataException($"{LearnerFiles.Prototypes} has no prototypes");
        var similarity = PrototypeSimilarity.Of(table);
        Console.WriteLine($"\n{similarity.Classes} x {similarity.PerClass} prototypes, {similarity}");
        return options.Value("--heatmap") is { } picture ? Save(picture, similarity.ToPng(), $"heat map in {picture}") : 0;
    });

    public static int Export(string folder, Options options)
    {
        var output = options.Required("--output");
        return CheckpointUse.Of(folder, checkpoint =>
        {
            var weights = WeightsExport.Write(checkpoint.Required(LearnerFiles.Weights));
            return Save(output, weights, $"{checkpoint.Manifest.Recipe.Backbone.Spelled()}, {SafetensorsFile.Read(weights).Tensors.Count} tensors, in {output}");
        });
    }

    private static void PrintManifest(CheckpointManifest manifest)
    {
        var metrics = manifest.Position.LastEpoch is { } epoch ? string.Create(CultureInfo.InvariantCulture, $", loss {epoch.TrainLoss:F4}") + (epoch.Accuracy is { } accuracy ? string.Create(CultureInfo.InvariantCulture, $", top-1 {accuracy.Top1:P1}") : "") : "";
        Console.WriteLine($"{manifest.Trial} attempt {manifest.Attempt}, format {manifest.Format}: {manifest.Position.Epoch} epochs, {manifest.Step} steps{metrics}");
        Console.WriteLine($"{manifest.Recipe.Backbone.Spelled()} on {manifest.Recipe.Dataset.Spelled()}, contrastive loss {manifest.Recipe.ContrastiveLoss.Spelled()}");
    }

    private static void PrintFile(CheckpointFile file, byte[] content)
    {
        Console.WriteLine($"\n{file.Name}  {file.Bytes.ToString(CultureInfo.InvariantCulture)} bytes  sha256 {file.Sha256}");
        if (!file.HasTensors) return;
        foreach (var (name, tensor) in SafetensorsFile.Read(content).Tensors)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-44} {tensor.Type,-8} [{string.Join(", ", tensor.Shape)}]  norm {tensor.Norm():G6}"));
    }

    private static int Save(string file, byte[] content, string said)
    {
        try
        {
            File.WriteAllBytes(file, content);
            Console.WriteLine(said);
            return 0;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"{file} cannot be written: {refused.Message.TrimEnd('.')}. Name another file.");
            return 1;
        }
    }
}
