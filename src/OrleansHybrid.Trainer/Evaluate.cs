using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Evaluation;
using OrleansHybrid.Learning.Models;
using OrleansHybrid.Learning.Training;
using OrleansHybrid.Sweeps.Checkpoints;
using OrleansHybrid.Sweeps.Definition;
using TorchSharp;

namespace OrleansHybrid.Trainer;

/// <summary>
/// <c>evaluate</c>: tests weights from a file, trained here or published, on a data set's balanced test images. Probes of
/// the features learn from its long-tailed training images.
/// </summary>
internal static class Evaluate
{
    public static readonly string[] Values = ["--weights", "--checkpoint", "--dataset", "--data", "--backbone", "--imbalance", "--image-size", "--device"];

    public static readonly string[] Switches = ["--knn", "--linear-probe"];

    public static int Run(Options options)
    {
        if (options.Value("--checkpoint") is { } folder) return Run(folder, options);
        var weights = options.Required("--weights");
        var recipe = new Recipe
        {
            Dataset = NameArgument.Parse<DatasetName>("dataset", options.Required("--dataset")),
            Backbone = NameArgument.Parse<Backbone>("backbone", options.Required("--backbone")),
            Imbalance = ImbalanceArgument.Parse(options.Value("--imbalance") ?? "100"),
            ImageSize = CountArgument.Parse("--image-size", options.Value("--image-size") ?? "0"),
            KnnProbe = options.Has("--knn"),
            LinearProbe = options.Has("--linear-probe"),
        };
        return Run(recipe, options, classes => Read(weights, () => PlainFile.Read(weights, Array.MaxLength), recipe.Backbone, classes));
    }

    /// <summary>A checkpoint says itself what it was trained as.</summary>
    private static int Run(string folder, Options options)
    {
        if (options.Has("--weights") || options.Has("--dataset") || options.Has("--backbone"))
            throw new UsageException("A checkpoint knows its weights, dataset and backbone: leave these out, or --checkpoint.");
        return CheckpointUse.Of(folder, checkpoint =>
        {
            var recipe = checkpoint.Manifest.Recipe with { KnnProbe = options.Has("--knn"), LinearProbe = options.Has("--linear-probe") };
            var weights = Path.Combine(folder, LearnerFiles.Weights);
            return Run(recipe, options, classes => Read(weights, () => checkpoint.Required(LearnerFiles.Weights), recipe.Backbone, classes));
        });
    }

    private static int Run(Recipe recipe, Options options, Func<int, HybridNetwork> read)
    {
        try
        {
            var device = ComputeDevice.Open(options.Value("--device") ?? "cpu");
            var data = DataSets.Load(recipe, options.Value("--data"), Environment.ProcessorCount);
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
                + "Give a safetensors file (with --backbone and --dataset, what it was trained as), or a checkpoint that is whole and the data that it was trained on.",
                problem);
        }
    }
}
