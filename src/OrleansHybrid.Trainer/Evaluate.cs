using System.CommandLine;
using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Evaluation;
using OrleansHybrid.Learning.Failures;
using OrleansHybrid.Learning.Models;
using OrleansHybrid.Learning.Training;
using OrleansHybrid.Sweeps.Checkpoints;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Text;
using TorchSharp;

namespace OrleansHybrid.Trainer;

/// <summary>
/// <c>evaluate</c>: tests weights from a file, trained here or published, on a data set's balanced test images. Probes of
/// the features learn from its long-tailed training images.
/// </summary>
internal static class Evaluate
{
    public static Command Create()
    {
        var command = new EvaluateAnyCommand();
        command.SetAction(arguments => arguments.GetValue(command.Checkpoint) is { } folder
            ? RunCheckpoint(folder, command, arguments)
            : RunWeights(arguments.GetRequiredValue(command.Weights)!, command, arguments));
        return command;
    }

    private static int RunWeights(string weights, EvaluateAnyCommand command, ParseResult arguments)
    {
        var recipe = new Recipe
        {
            Dataset = arguments.GetValue(command.Dataset)!.Value,
            Backbone = arguments.GetValue(command.Backbone)!.Value,
            Imbalance = arguments.GetValue(command.Imbalance),
            ImageSize = arguments.GetValue(command.ImageSize),
        };
        return Run(
            recipe,
            command,
            arguments,
            learnedFrom: null,
            classes => Read(weights, () => PlainFile.Read(weights, Array.MaxLength), recipe.Backbone, classes));
    }

    /// <summary>A checkpoint says itself what it was trained as.</summary>
    private static int RunCheckpoint(string folder, EvaluateAnyCommand command, ParseResult arguments) =>
        CheckpointUse.Of(folder, checkpoint =>
    {
        if (checkpoint.Manifest.Data is null)
            Console.Error.WriteLine($"{folder} does not say what data it learned from, as checkpoints of earlier versions.");
        var (recipe, weights) = (checkpoint.Manifest.Recipe, Path.Combine(folder, LearnerFiles.Weights));
        return Run(
            recipe,
            command,
            arguments,
            checkpoint.Manifest.Data,
            classes => Read(weights, () => checkpoint.Required(LearnerFiles.Weights), recipe.Backbone, classes));
    });

    /// <param name="learnedFrom">Null where nobody knows.</param>
    private static int Run(
        Recipe recipe, EvaluateAnyCommand command, ParseResult arguments, DataFingerprint? learnedFrom, Func<int, HybridNetwork> read)
    {
        recipe = recipe with { KnnProbe = arguments.GetValue(command.Knn), LinearProbe = arguments.GetValue(command.LinearProbe) };
        var directory = arguments.GetValue(command.Data);
        try
        {
            var device = ComputeDevice.Open(arguments.GetRequiredValue(command.Device));
            ComputeDevice.Use(recipe.Precision);
            var selection = DataSets.Select(recipe, directory, Environment.ProcessorCount);
            if (learnedFrom is not null && !arguments.GetValue(command.OtherData))
                RequireSameData(selection, learnedFrom, directory, command.OtherData.Name);
            var data = selection.Read();
            using var network = read(data.Test.Classes);
            network.to(device);
            var report = new Evaluator(data, device).Evaluate(network, Warn);
            Console.WriteLine(MessageText.Of(report with { Probes = new FeatureProbes(recipe, data, device).Run(network, Warn) }));
            return 0;

            void Warn()
            {
                foreach (var warning in data.Train.TakeWarnings().Concat(data.Test.TakeWarnings())) Console.Error.WriteLine(warning);
            }
        }
        catch (Exception problem) when (problem is DataException or TrainingException)
        {
            Console.Error.WriteLine(problem.Message);
            return 1;
        }
    }

    private static void RequireSameData(DataSelection selection, DataFingerprint learnedFrom, string? directory, string otherData)
    {
        if (selection.Fingerprint() is var here && here != learnedFrom)
            throw new DataException(
                $"The checkpoint learned from other data ({learnedFrom.Brief}) than {directory} holds ({here.Brief}): "
                    + "its accuracy there is another question, and its classes may be others. "
                + $"Name the folder that it learned from with --data, or say {otherData} to test it on this data all the same.");
    }

    private static HybridNetwork Read(string file, Func<byte[]> content, Backbone backbone, int classes)
    {
        try
        {
            return WeightsFile.Read(content(), backbone, classes);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new DataException(
                $"{file} cannot be read as the weights of a {backbone.Spelled()} for {classes} classes: {problem.Message.TrimEnd('.')}. "
                + "Give a safetensors file (with --backbone and --dataset, what it was trained as), or a checkpoint that is whole and the "
                    + "data that it was trained on.",
                problem);
        }
    }
}
