using OrleansHybrid.Learning.Checkpoints;
using OrleansHybrid.Sweeps.Checkpoints;
using OrleansHybrid.Sweeps.Settings;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Models;

/// <summary>
/// A network from a safetensors file: from a checkpoint of ours, or from published weights with PyTorch's names, those of
/// torchvision and timm among them.
/// </summary>
public static class WeightsFile
{
    private static readonly (string Backbone, string Classifier) Ours = ("backbone.", "classifier."), Torchvision = ("", "fc.");

    /// <summary>How files call what the network calls as we do; <c>module.</c> is left by PyTorch's parallel training.</summary>
    private static readonly (string Backbone, string Classifier)[] Dialects =
        [Ours, Torchvision, ("", "linear."), ("module.", "module.fc."), ("module.", "module.linear.")];

    /// <summary>Tensors of our checkpoints that only training needs.</summary>
    private static readonly string[] TrainingOnly = ["projection.", "prototypes", "contrastive_loss."];

    /// <summary>Counts batches; no output depends on it, and older files lack it.</summary>
    private const string BatchCounter = ".num_batches_tracked";

    /// <summary>
    /// A network without a contrastive branch. A checkpoint of ours whose classifier has no bias was trained by LDAM: then
    /// it is one of cosines.
    /// </summary>
    /// <param name="file">The whole file.</param>
    /// <param name="backbone">What the file's network is.</param>
    /// <param name="classes">C.</param>
    /// <exception cref="InvalidDataException">It holds another network; the message names every tensor that does not fit.</exception>
    public static HybridNetwork Read(ReadOnlyMemory<byte> file, Backbone backbone, int classes)
    {
        var stored = SafetensorsFile.Read(file).Tensors;
        var dialect = Dialects.FirstOrDefault(names => stored.ContainsKey(names.Classifier + "weight"), Torchvision);
        var ofCosines = dialect == Ours && !stored.ContainsKey(Ours.Classifier + "bias");
        var network = new HybridNetwork(
            new Recipe
            {
                Backbone = backbone,
                ContrastiveLoss = ContrastiveLoss.None,
                ClassifierLoss = ofCosines ? ClassifierLossName.Ldam : ClassifierLossName.CrossEntropy,
            },
            classes);
        try
        {
            Fill(
                network.Tensors.ToDictionary(entry => Rename(entry.Key, dialect), entry => entry.Value),
                stored.Where(entry => !HybridNetwork.IsAlias(entry.Key)).ToDictionary());
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    private static string Rename(string name, (string Backbone, string Classifier) dialect) =>
        name.StartsWith(Ours.Backbone, StringComparison.Ordinal)
            ? dialect.Backbone + name[Ours.Backbone.Length..]
            : dialect.Classifier + name[Ours.Classifier.Length..];

    private static void Fill(Dictionary<string, Tensor> wanted, Dictionary<string, StoredTensor> stored)
    {
        var missing = wanted.Keys.Except(stored.Keys).Where(name => !name.EndsWith(BatchCounter, StringComparison.Ordinal));
        var strange = stored.Keys.Except(wanted.Keys)
            .Where(name => !TrainingOnly.Any(start => name.StartsWith(start, StringComparison.Ordinal)));
        var shared = wanted.Where(entry => stored.ContainsKey(entry.Key)).ToArray();
        string[] problems =
        [
            .. Problem("it lacks ", missing),
            .. Problem("this network has no ", strange),
            .. shared.Select(entry => stored[entry.Key].Misfit(entry.Value, entry.Key)).OfType<string>(),
        ];
        if (problems.Length > 0) throw new InvalidDataException(string.Join("; ", problems));
        foreach (var (name, target) in shared) stored[name].CopyTo(target, name);
    }

    private static IEnumerable<string> Problem(string what, IEnumerable<string> names) =>
        names.ToArray() is { Length: > 0 } some ? [what + Quotation.List(some)] : [];
}
