using OrleansHybrid.Learning.Checkpoints;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Models;

/// <summary>Weights for other programs: the network that classifies, under torchvision's names.</summary>
public static class WeightsExport
{
    private const string Backbone = "backbone.", Classifier = "classifier.";

    /// <param name="weights">A checkpoint's weights, the whole file.</param>
    /// <returns>A safetensors file: <c>conv1.weight</c> …, <c>fc.weight</c>, <c>fc.bias</c>; what only training needs is left
    /// out.</returns>
    /// <exception cref="InvalidDataException">It is no such file, or holds no network that classifies.</exception>
    public static byte[] Write(ReadOnlyMemory<byte> weights)
    {
        using var scope = NewDisposeScope();
        var tensors = (from stored in SafetensorsFile.Read(weights).Tensors
                       let name = NameOf(stored.Key)
                       where name is not null
                       select KeyValuePair.Create(name, stored.Value)).ToArray();
        if (tensors.Length == 0) throw new InvalidDataException("the weights hold no tensor of a backbone or a classifier");
        var twice = tensors.CountBy(tensor => tensor.Key).FirstOrDefault(name => name.Value > 1).Key;
        if (twice is not null) throw new InvalidDataException($"the weights hold two tensors that PyTorch would both call {twice}");
        return SafetensorsWriter.Write(
            tensors.Select(tensor => KeyValuePair.Create(tensor.Key, tensor.Value.ToTensor())),
            new Dictionary<string, string> { ["format"] = "pt" });
    }

    private static string? NameOf(string name) =>
        HybridNetwork.IsAlias(name) ? null
        : name.StartsWith(Backbone, StringComparison.Ordinal) ? name[Backbone.Length..]
        : name.StartsWith(Classifier, StringComparison.Ordinal) ? $"fc.{name[Classifier.Length..]}"
        : null;
}
