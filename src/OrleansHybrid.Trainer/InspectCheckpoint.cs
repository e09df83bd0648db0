using System.Globalization;
using OrleansHybrid.Learning.Checkpoints;
using OrleansHybrid.Learning.Evaluation;
using OrleansHybrid.Learning.Models;
using OrleansHybrid.Learning.Training;
using OrleansHybrid.Sweeps.Definition;

namespace OrleansHybrid.Trainer;

/// <summary><c>checkpoint inspect</c> and <c>model export</c>: what a checkpoint's folder holds.</summary>
internal static class InspectCheckpoint
{
    public static int Run(string folder, Options options) => WithCheckpoint(folder, checkpoint =>
    {
        var manifest = checkpoint.Manifest;
        var metrics = manifest.Position.LastEpoch is { } epoch ? string.Create(CultureInfo.InvariantCulture, $", loss {epoch.TrainLoss:F4}") + (epoch.Accuracy is { } accuracy ? string.Create(CultureInfo.InvariantCulture, $", top-1 {accuracy.Top1:P1}") : "") : "";
        Console.WriteLine($"{manifest.Trial} attempt {manifest.Attempt}, format {manifest.Format}: {manifest.Position.Epoch} epochs, {manifest.Step} steps{metrics}");
        Console.WriteLine($"{manifest.Recipe.Backbone.Spelled()} on {manifest.Recipe.Dataset.Spelled()}, contrastive loss {manifest.Recipe.ContrastiveLoss.Spelled()}");
        foreach (var file in manifest.Files)
        {
            Console.WriteLine($"\n{file.Name}  {file.Bytes.ToString(CultureInfo.InvariantCulture)} bytes  sha256 {file.Sha256}");
            if (!file.Name.EndsWith(".safetensors", StringComparison.Ordinal)) continue;
            foreach (var (name, tensor) in SafetensorsFile.Read(checkpoint.Files[file.Name]).Tensors)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-44} {tensor.Type,-8} [{string.Join(", ", tensor.Shape)}]  norm {tensor.Norm():G6}"));
        }

        if (!checkpoint.Files.TryGetValue(LearnerFiles.Prototypes, out var prototypes))
        {
            if (options.Has("--heatmap")) throw new InvalidDataException("this loss has no prototypes to draw");
            return;
        }

        var similarity = PrototypeSimilarity.Of(SafetensorsFile.Read(prototypes).Tensors["prototypes"]);
        Console.WriteLine($"\n{similarity.Classes} x {similarity.PerClass} prototypes, {similarity}");
        if (options.Value("--heatmap") is not { } picture) return;
        File.WriteAllBytes(picture, similarity.ToPng());
        Console.WriteLine($"heat map in {picture}");
    });

    public static int Export(string folder, Options options) => WithCheckpoint(folder, checkpoint =>
    {
        var (output, weights) = (options.Required("--output"), WeightsExport.Write(checkpoint.Files[LearnerFiles.Weights]));
        File.WriteAllBytes(output, weights);
        Console.WriteLine($"{checkpoint.Manifest.Recipe.Backbone.Spelled()}, {SafetensorsFile.Read(weights).Tensors.Count} tensors, in {output}");
    });

    private static int WithCheckpoint(string folder, Action<VerifiedCheckpoint> use)
    {
        try
        {
            use(CheckpointFolder.ReadAt(folder));
            return 0;
        }
        catch (Exception problem) when (problem is InvalidDataException or IOException or UnauthorizedAccessException or KeyNotFoundException)
        {
            Console.Error.WriteLine($"{folder} cannot be used as a checkpoint: {problem.Message.TrimEnd('.')}. Bring one here with: hybrid checkpoint download SWEEP/TRIAL -o DIR");
            return 1;
        }
    }
}
