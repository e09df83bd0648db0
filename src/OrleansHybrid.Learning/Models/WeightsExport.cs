using OrleansHybrid.Learning.Checkpoints;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Models;

/// <summary>Weights for other programs: the network that classifies, under torchvision's names.</summary>
public static class WeightsExport
{
    private const string Backbone = "backbone.", Classifier = "classifier.";

    /// <param name="weights">A checkpoint's weights, the whole file.</param>
    /// <returns>A safetensors file: <c>conv1.weight</c> …, <c>fc.weight</c>, <c>fc.bias</c>; what only training needs is left out.</returns>
    /// <exception cref="InvalidDataException">It is no such file.</exception>
    public static byte[] Write(ReadOnlyMemory<byte> weights)
    {
        using var scope = NewDisposeScope();
        var tensors = from stored in SafetensorsFile.Read(weights).Tensors
                      let name = NameOf(stored.Key)
                      where name is not null
                      select KeyValuePair.Create(name, stored.Value.ToTensor());
        return SafetensorsWriter.Write(tensors, new Dictionary<string, string> { ["format"] = "pt" });
    }

    private static string? NameOf(string name) =>
        HybridNetwork.IsAlias(name) ? null
        : name.StartsWith(Backbone, StringComparison.Ordinal) ? name[Backbone.Length..]
        : name.StartsWith(Classifier, StringComparison.Ordinal) ? $"fc.{name[Classifier.Length..]}"
        : null;
}
