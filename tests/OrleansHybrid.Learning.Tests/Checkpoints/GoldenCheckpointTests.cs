using System.Diagnostics;
using System.Text.Json;
using OrleansHybrid.Learning.Checkpoints;
using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Evaluation;
using OrleansHybrid.Learning.Models;
using OrleansHybrid.Learning.Training;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Tests.Checkpoints;

/// <summary>
/// A checkpoint of each format that was ever written: people keep weeks of GPU time in them, so every later version reads
/// it. Written by <c>trainer train</c>: one epoch of resnet8 with two prototypes a class on synthetic images.
/// </summary>
public sealed class GoldenCheckpointTests
{
    private static readonly string Format1 = Path.Combine(AppContext.BaseDirectory, "Reference", "checkpoint-format1");

    [Fact]
    public void Format1_IsRead_AndLoadsIntoItsNetwork()
    {
        var checkpoint = CheckpointFolder.ReadAt(Format1);
        using var learner = new HybridLearner(checkpoint.Manifest.Recipe, DataSets.Load(checkpoint.Manifest.Recipe, null).Train, CPU);

        LearnerFiles.Load(learner, checkpoint.Files);

        Assert.Equal((1, 1, 1), (checkpoint.Manifest.Format, checkpoint.Manifest.Attempt, checkpoint.Manifest.Position.Epoch));
        var weights = SafetensorsFile.Read(checkpoint.Files[LearnerFiles.Weights]).Tensors;
        foreach (var (name, tensor) in learner.Network.Tensors)
            Assert.Equal(weights[name].Norm(), tensor.to(float64).flatten().square().sum().sqrt().item<double>());
        // What a training writes now is what is there, byte for byte, but that it names no tensor a second time.
        using var snapshot = new LearnerSnapshot(learner);
        var saved = LearnerFiles.Save(snapshot, checkpoint.Manifest.Recipe, DataSets.Load(checkpoint.Manifest.Recipe, null).Train);
        var once = weights.Where(entry => !entry.Key.Contains("._", StringComparison.Ordinal))
            .Select(entry => KeyValuePair.Create(entry.Key, entry.Value.ToTensor()))
            .ToArray();
        Assert.Equal(weights.Count - 6, once.Length);
        Assert.Equal(SafetensorsWriter.Write(once, new Dictionary<string, string> { ["format"] = "pt" }), saved[LearnerFiles.Weights]);
        Assert.All(saved.Where(file => file.Key != LearnerFiles.Weights), file => Assert.Equal(checkpoint.Files[file.Key], file.Value));
    }

    [Theory]
    [InlineData(LearnerFiles.Weights)]
    [InlineData(LearnerFiles.State)]
    [InlineData(LearnerFiles.Prototypes)]
    public void Format1_ReadByAnother_HasTheSameNamesShapesTypesAndValues(string file)
    {
        var ours = SafetensorsFile.Read(File.ReadAllBytes(Path.Combine(Format1, file)));
        using var json = JsonDocument.Parse(AskPython(Path.Combine(Format1, file)));
        var theirs = json.RootElement.GetProperty("tensors");

        Assert.Equal(
            ours.Tensors.Keys.Order(StringComparer.Ordinal),
            theirs.EnumerateObject().Select(tensor => tensor.Name).Order(StringComparer.Ordinal));
        foreach (var (name, tensor) in ours.Tensors)
        {
            var other = theirs.GetProperty(name);
            var values = tensor.ToTensor().to(float64).flatten().data<double>().ToArray();
            Assert.Equal(SafetensorsType.NameOf(tensor.Type), other.GetProperty("dtype").GetString());
            Assert.Equal(tensor.Shape, other.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()));
            Assert.Equal((values[0], values[^1]), (other.GetProperty("first").GetDouble(), other.GetProperty("last").GetDouble()));
            Assert.Equal(values.Sum(), other.GetProperty("sum").GetDouble(), 1e-9 * (1 + values.Sum(Math.Abs)));
        }
    }

    [Fact]
    public void Format1_Prototypes_AreATableWithItsClasses()
    {
        var file = SafetensorsFile.Read(CheckpointFolder.ReadAt(Format1).Files[LearnerFiles.Prototypes]);
        var similarity = PrototypeSimilarity.Of(file.Tensors["prototypes"]);

        Assert.Equal([10, 2, 16], file.Tensors["prototypes"].Shape);
        Assert.Equal(10, JsonSerializer.Deserialize<string[]>(file.Metadata["class_names"])!.Length);
        Assert.Equal(40, JsonSerializer.Deserialize<int[]>(file.Metadata["class_counts"])![0]);
        Assert.Equal("0.1", file.Metadata["temperature"]);
        // On the unit sphere: each is like itself.
        for (var i = 0; i < 20; i++) Assert.Equal(1, similarity.Values[i * 20 + i], 1e-5);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], similarity.ToPng()[..4]);
    }

    [Fact]
    public void Format1_Exported_HasPyTorchsNamesForTheNetworkThatClassifies()
    {
        var weights = CheckpointFolder.ReadAt(Format1).Files[LearnerFiles.Weights];
        var (ours, theirs) = (SafetensorsFile.Read(weights).Tensors, SafetensorsFile.Read(WeightsExport.Write(weights)).Tensors);

        Assert.DoesNotContain(theirs.Keys, name => name.StartsWith("projection", StringComparison.Ordinal) || name.StartsWith('_'));
        foreach (
            var (name, other) in new[]
            {
                ("conv1.weight", "backbone.conv1.weight"),
                ("layer3.0.bn2.running_var", "backbone.layer3.0.bn2.running_var"),
                ("fc.bias", "classifier.bias"),
                ("fc.weight", "classifier.weight")
            })
            Assert.True(ours[other].Data.Span.SequenceEqual(theirs[name].Data.Span), name);
    }

    private static string AskPython(string file)
    {
        var python = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, "python3"))
            .FirstOrDefault(File.Exists);
        if (python is null) Assert.Skip("python3 is not installed");
        using var process = Process.Start(
            new ProcessStartInfo(
                python!,
                [Path.Combine(AppContext.BaseDirectory, "Reference", "read_safetensors.py"), file])
            { RedirectStandardOutput = true })!;
        var answer = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return answer;
    }
}
