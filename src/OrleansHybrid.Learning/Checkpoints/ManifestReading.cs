using System.Text.Json;
using OrleansHybrid.Sweeps.Checkpoints;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Learning.Checkpoints;

/// <summary>Reads a manifest, which may come from anybody: what comes of it can be worked with, or else every reason why not is
/// named.</summary>
internal static class ManifestReading
{
    /// <exception cref="InvalidDataException">It is no manifest that a trainer writes; the message names every fault with its
    /// path.</exception>
    public static CheckpointManifest Read(ReadOnlyMemory<byte> manifest)
    {
        try
        {
            using var json = JsonDocument.Parse(manifest);
            var format = json.RootElement.GetProperty("format").GetInt32();
            if (format != CheckpointManifest.CurrentFormat)
                throw new InvalidDataException($"it has format {format}, and this trainer reads format {CheckpointManifest.CurrentFormat}");
            var read = json.Deserialize<CheckpointManifest>(ProtocolJson.Options)!;
            return Problems(read).ToArray() is { Length: > 0 } problems
                ? throw new InvalidDataException(
                    $"{CheckpointContents.ManifestName} is none that a trainer writes: {string.Join("; ", problems)}")
                : read;
        }
        catch (Exception malformed) when (
            malformed is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new InvalidDataException(
                $"{CheckpointContents.ManifestName} is malformed: {MalformedJson.Explain(malformed)}", malformed);
        }
    }

    private static IEnumerable<string> Problems(CheckpointManifest manifest) =>
    [
        .. manifest.Trial.Index < 0 || manifest.Trial.Sweep?.Any(char.IsControl) == true ? ["trial names none"] : Array.Empty<string>(),
        .. CheckpointNames.TryParse(manifest.CheckpointName(), out _, out _)
            ? Array.Empty<string>()
            : [$"attempt {manifest.Attempt} and step {manifest.Step} make no checkpoint's name"],
        .. manifest.Recipe is null ? ["recipe is missing"] : ProblemsOf(manifest.Recipe),
        .. manifest.Position is null ? ["position is missing"] : ProblemsOfPosition(manifest),
        .. manifest.Numerics is null ? ["numerics is missing"] : Array.Empty<string>(),
        .. CheckpointFile.Problems(manifest.Files),
    ];

    private static IEnumerable<string> ProblemsOf(Recipe recipe) =>
        from setting in RecipeSchema.Settings
        let problem = setting.WhyRefused(recipe)
        where problem is not null
        select $"recipe.{setting.Key}: {problem}";

    private static IEnumerable<string> ProblemsOfPosition(CheckpointManifest manifest)
    {
        var (position, last) = (manifest.Position, manifest.Position.LastEpoch);
        if (position.Epoch < 0 || position.Epoch > (manifest.Recipe?.Epochs ?? int.MaxValue))
            yield return $"position.epoch {position.Epoch} is none of the recipe's";
        if (position.StepInEpoch < 0) yield return $"position.step_in_epoch {position.StepInEpoch} is less than 0";
        if ((last?.Epoch ?? 0) != position.Epoch) yield return $"position.last_epoch is not epoch {position.Epoch}";
        if (position.Epoch == manifest.Recipe?.Epochs && last?.Accuracy is null) yield return "position.last_epoch.accuracy is missing";
        double?[] numbers =
        [
            position.Sums.Train, position.Sums.Contrastive, position.Sums.Classifier, position.EpochSeconds, position.Seconds,
            position.BestTop1,
            last?.TrainLoss, last?.ContrastiveLoss, last?.ClassifierLoss, last?.Alpha, last?.LearningRate, last?.ImagesPerSecond,
            last?.Seconds,
            last?.Accuracy?.Top1, last?.Accuracy?.Many, last?.Accuracy?.Medium, last?.Accuracy?.Few,
        ];
        if (numbers.Any(number => number is { } given && !double.IsFinite(given))) yield return "position has a number that is not finite";
    }
}
