using System.CommandLine;
using System.Diagnostics;
using OrleansHybrid.Benchmarks.Clusters;
using OrleansHybrid.Benchmarks.Measuring;
using OrleansHybrid.Benchmarks.Questions;
using OrleansHybrid.Cluster.Checkpoints;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Benchmarks;

/// <summary>
/// What checkpoints cost a training, and how fast the stores are: a small and a large model, on disk and in Azure Blob
/// Storage (its emulator), against a plain copy of the files and a plain upload.
/// </summary>
internal static class CheckpointCosts
{
    private const string Name = "checkpoint";

    // Steps of an epoch of the paper's recipes: 50,000 long-tailed CIFAR images become 12,406, iNaturalist has 437,513.
    private static readonly (CheckpointPoint Point, int StepsPerEpoch)[] Models =
        [(new("resnet32", 32, 3, 8, ""), 12_406 / 128), (new("resnet50", 2, 2, 4, ""), 437_513 / 100)];

    private static readonly TrialId Trial = new("checkpoint", 0);

    public static Command Create()
    {
        var command = new Command(Name, "Stall and cost of checkpoints of a 2 MB and a 100 MB model, on disk and in Azure Blob Storage.");
        command.SetAction((_, stop) => Run(stop));
        return command;
    }

    private static async Task Run(CancellationToken stop)
    {
        var root = Directory.CreateTempSubdirectory("orleanshybrid-");
        try
        {
            using var azurite = new AzuriteProcess(Path.Combine(root.FullName, "azurite"));
            var models = new List<(object Figures, object Ratios)>();
            foreach (var (point, stepsPerEpoch) in Models) models.Add(await Measure(point, stepsPerEpoch, root.FullName, azurite, stop));
            Outcome.Print(
                Name,
                new { Small = models[0].Figures, Large = models[1].Figures },
                new { Small = models[0].Ratios, Large = models[1].Ratios });
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    private static async Task<(object Figures, object Ratios)> Measure(
        CheckpointPoint point, int stepsPerEpoch, string root, AzuriteProcess azurite, CancellationToken stop)
    {
        await using var process = LearningProcess.Start(Name, threads: 1);
        point = point with { Folder = Path.Combine(root, point.Backbone) };
        var cost = await process.Ask<CheckpointPoint, CheckpointCost>(point, stop);
        var (stall, write, step) = (Median(cost.StallMs), Median(cost.WriteMs), Median(cost.StepMs));
        await Console.Error.WriteLineAsync(
            FormattableString.Invariant(
                $"{point.Backbone}: {cost.Bytes / 1e6:F1} MB, stall {stall:F2} ms, written in {write:F0} ms, a step {step:F0} ms"));

        var reference = new CheckpointRef(cost.Name, 1, 0, 1, cost.Bytes, cost.ManifestSha256);
        var folder = Path.Combine(point.Folder, cost.Name);
        var store = CheckpointPlace.Parse(azurite.Setting(point.Backbone));
        await store.Open().RequireAccess(stop);
        var put = await Rate(
            cost.Bytes, round => new FolderStore(Path.Combine(root, "store", point.Backbone, round)).Put(Trial, reference, folder, stop));
        var copy = await Rate(cost.Bytes, round => Copy(folder, Path.Combine(root, "copy", point.Backbone, round)));
        var uploaded = await Rate(
            cost.Bytes, round => store.Open().Put(Trial with { Index = int.Parse(round, null) }, reference, folder, stop));
        var plain = await Rate(cost.Bytes, round => Upload(folder, (CheckpointPlace.Azure)store, round, stop));
        return (
            new
            {
                Model = point.Backbone,
                WeightsMb = cost.WeightBytes / 1e6,
                CheckpointMb = cost.Bytes / 1e6,
                StallMs = Math.Round(stall, 3),
                StallMsMost = Math
                    .Round(cost.StallMs.Max(), 3),
                WriteMs = Math
                    .Round(write, 1),
                StepMs = Math
                    .Round(step, 1),
                DiskMbS = Math.Round(put),
                CopyMbS = Math.Round(copy),
                AzuriteMbS = Math.Round(uploaded),
                UploadMbS = Math.Round(plain),
            },
            new
            {
                // One checkpoint an epoch: the stall alone, and all of it on the core that trains.
                StallOfTraining = Math.Round(stall / (step * stepsPerEpoch), 6),
                CostOfTraining = Math.Round((stall + write) / (step * stepsPerEpoch), 6),
                DiskToCopy = Math.Round(put / copy, 2),
                AzuriteToUpload = Math.Round(uploaded / plain, 2),
            });
    }

    private static async Task<double> Rate(long bytes, Func<string, Task> store)
    {
        var rates = new List<double>();
        foreach (var round in new[] { "1", "2", "3" })
        {
            var began = Stopwatch.GetTimestamp();
            await store(round);
            rates.Add(bytes / 1e6 / Stopwatch.GetElapsedTime(began).TotalSeconds);
        }

        return Median([.. rates]);
    }

    // As safe as a checkpoint: on the disk when it returns.
    private static async Task Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
        {
            await using var source = File.OpenRead(file);
            await using var target = new FileStream(Path.Combine(to, Path.GetFileName(file)), FileMode.Create);
            await source.CopyToAsync(target);
            target.Flush(flushToDisk: true);
        }
    }

    private static async Task Upload(string from, CheckpointPlace.Azure store, string to, CancellationToken stop)
    {
        foreach (var file in Directory.GetFiles(from))
            await store.Container.GetBlobClient($"plain/{to}/{Path.GetFileName(file)}").UploadAsync(file, overwrite: true, stop);
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);
}
