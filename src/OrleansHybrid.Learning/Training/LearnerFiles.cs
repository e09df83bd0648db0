using System.Globalization;
using System.Text.Json;
using OrleansHybrid.Learning.Checkpoints;
using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Models;
using OrleansHybrid.Sweeps.Checkpoints;
using OrleansHybrid.Sweeps.Settings;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Training;

/// <summary>
/// The files of a checkpoint that hold tensors. The same training gives the same bytes, whoever wrote them and however
/// often it was interrupted.
/// </summary>
public static class LearnerFiles
{
    /// <summary>Every parameter and batch-normalisation statistic, under the names that PyTorch would give them.</summary>
    public const string Weights = "weights.safetensors";

    /// <summary>
    /// The prototypes as the loss uses them, on the unit sphere: (C, M, D), M of each class, with the classes' names and
    /// training counts and τ.
    /// </summary>
    public const string Prototypes = "prototypes.safetensors";

    /// <summary>The optimiser's momentum buffers, by parameter.</summary>
    public const string State = "state.safetensors";

    /// <param name="reuse">Files of an earlier call that nobody needs any more: their memory is written over.</param>
    public static SortedDictionary<string, byte[]> Save(
        LearnerSnapshot learner, Recipe recipe, LabelledImages train, IReadOnlyDictionary<string, byte[]>? reuse = null)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        // Loaders of other libraries ask which framework the names come from.
        var format = new Dictionary<string, string> { ["format"] = "pt" };
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal)
        {
            [Weights] = SafetensorsWriter.Write(learner.Weights, format, reuse?.GetValueOrDefault(Weights)),
            [State] = SafetensorsWriter.Write(learner.Buffers, format, reuse?.GetValueOrDefault(State)),
        };
        if (learner.Prototypes is { } prototypes)
            files[
                Prototypes] = SafetensorsWriter.Write(
                [
                    KeyValuePair.Create("prototypes", prototypes.dim() == 2 ? prototypes.unsqueeze(1) : prototypes),
                ], new Dictionary<string, string>(format)
                {
                    ["class_names"] = JsonSerializer.Serialize(train.ClassNames),
                    ["class_counts"] = JsonSerializer.Serialize(train.CountByClass()),
                    ["temperature"] = recipe.Temperature.ToString(CultureInfo.InvariantCulture),
                });
        return files;
    }

    /// <exception cref="InvalidDataException">The files hold another network's tensors; then the learner is as it was.</exception>
    public static void Load(HybridLearner learner, IReadOnlyDictionary<string, byte[]> files)
    {
        (StoredTensor Stored, Tensor Target, string Name)[] fitting =
            [.. Match(learner.Network.Tensors, files, Weights), .. Match(learner.Optimiser.Buffers, files, State)];
        foreach (var (stored, target, name) in fitting) stored.CopyTo(target, name);
    }

    private static IEnumerable<(StoredTensor, Tensor, string)> Match(
        IEnumerable<KeyValuePair<string, Tensor>> targets, IReadOnlyDictionary<string, byte[]> files, string name)
    {
        if (!files.TryGetValue(name, out var bytes)) throw new InvalidDataException($"{name} is missing");
        var stored = ReadTensors(name, bytes).Where(entry => !HybridNetwork.IsAlias(entry.Key)).ToDictionary();
        var wanted = targets.ToDictionary();
        var strangers = wanted.Keys.ToHashSet();
        strangers.SymmetricExceptWith(stored.Keys);
        if (strangers.Count > 0)
            throw new InvalidDataException($"{name} and the network do not share the tensors {Quotation.List(strangers)}");
        var misfit = wanted.Select(entry => stored[entry.Key].Misfit(entry.Value, entry.Key)).FirstOrDefault(misfit => misfit is not null);
        if (misfit is not null) throw new InvalidDataException($"{name}: {misfit}");
        return wanted.Select(entry => (stored[entry.Key], entry.Value, entry.Key));
    }

    private static IReadOnlyDictionary<string, StoredTensor> ReadTensors(string name, byte[] bytes)
    {
        try
        {
            return SafetensorsFile.Read(bytes).Tensors;
        }
        catch (InvalidDataException malformed)
        {
            throw new InvalidDataException($"{name} is malformed: {malformed.Message}", malformed);
        }
    }
}
