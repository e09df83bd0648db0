using OrleansHybrid.Learning.Checkpoints;
using OrleansHybrid.Learning.Models;
using OrleansHybrid.Sweeps.Settings;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Tests.Models;

public class WeightsFileTests
{
    private const int Classes = 7;

    [Theory]
    [InlineData(ContrastiveLossName.Psc, ClassifierLossName.CrossEntropy)]
    [InlineData(ContrastiveLossName.None, ClassifierLossName.Ldam)]
    public void Read_WeightsOfOurCheckpoint_ClassifyAsTheTrainedNetworkDoes(ContrastiveLossName contrastive, ClassifierLossName classifier)
    {
        using var scope = NewDisposeScope();
        using var trained = Trained(Backbone.Resnet8, contrastive, classifier);
        using var read = WeightsFile.Read(File(trained.state_dict()), Backbone.Resnet8, Classes);
        Assert.Equal(Logits(trained), Logits(read));
    }

    [Theory]
    [InlineData(Backbone.Resnet18, "", "fc.")]
    [InlineData(Backbone.Resnet20, "", "linear.")]
    [InlineData(Backbone.Resnet20, "module.", "module.fc.")]
    public void Read_PublishedNamesWithoutBatchCounters_ClassifiesTheSame(Backbone backbone, string prefix, string head)
    {
        using var scope = NewDisposeScope();
        using var trained = Trained(backbone);
        using var read = WeightsFile.Read(File(Published(trained, prefix, head)), backbone, Classes);
        Assert.Equal(Logits(trained), Logits(read));
    }

    [Fact]
    public void Read_AnotherNetwork_NamesEveryTensorThatDoesNotFitAtOnce()
    {
        using var scope = NewDisposeScope();
        using var trained = Trained(Backbone.Resnet8);
        var tensors = Published(trained, "", "fc.").ToDictionary();
        tensors.Remove("conv1.weight");
        tensors.Remove("layer2.0.bn1.running_mean");
        tensors["layer1.0.downsample.0.weight"] = zeros(16, 16, 1, 1);
        tensors["head.weight"] = zeros(2);
        tensors["fc.bias"] = zeros(1000);
        tensors["bn1.weight"] = zeros(16, dtype: float64);

        var message = Refusal(tensors);

        Assert.Contains("it lacks conv1.weight, layer2.0.bn1.running_mean;", message, StringComparison.Ordinal);
        Assert.Contains("this network has no head.weight, layer1.0.downsample.0.weight;", message, StringComparison.Ordinal);
        Assert.Contains("'fc.bias' is Float32 [1000], but this network's is Float32 [7]", message, StringComparison.Ordinal);
        Assert.Contains("'bn1.weight' is Float64 [16]", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_PublishedWeightsWithoutAClassifierBias_AreNotTakenForCosines()
    {
        using var scope = NewDisposeScope();
        using var trained = Trained(Backbone.Resnet8);
        var tensors = Published(trained, "", "fc.").ToDictionary();
        tensors.Remove("fc.bias");
        Assert.Equal("it lacks fc.bias", Refusal(tensors));
    }

    [Fact]
    public void Read_DeeperNetworkOfTheFamily_IsRefused()
    {
        using var scope = NewDisposeScope();
        using var trained = Trained(Backbone.Resnet20);
        var message = Refusal(trained.state_dict());
        Assert.Contains("this network has no backbone.layer1.1.bn1.bias", message, StringComparison.Ordinal);
        Assert.DoesNotContain("lacks", message, StringComparison.Ordinal);
    }

    private static string Refusal(IEnumerable<KeyValuePair<string, Tensor>> tensors) =>
        Assert.Throws<InvalidDataException>(() => WeightsFile.Read(File(tensors), Backbone.Resnet8, Classes)).Message;

    private static HybridNetwork Trained(
        Backbone backbone, ContrastiveLossName contrastive = ContrastiveLossName.None,
        ClassifierLossName classifier = ClassifierLossName.CrossEntropy)
    {
        var recipe = new Recipe { Backbone = backbone, ContrastiveLoss = contrastive, ClassifierLoss = classifier, Seed = 11 };
        var network = new HybridNetwork(recipe, Classes);
        using var _ = no_grad();
        // Moves the statistics off their start.
        network.Features(rand(4, 3, 32, 32));
        return network;
    }

    private static IEnumerable<KeyValuePair<string, Tensor>> Published(HybridNetwork network, string prefix, string head) =>
        from entry in network.state_dict()
        where !entry.Key.EndsWith("num_batches_tracked", StringComparison.Ordinal)
            // A name of ours for what the file has already.
            && !entry.Key.Split('.').Any(part => part.StartsWith('_'))
        select KeyValuePair.Create(
            entry.Key.Replace("backbone.", prefix, StringComparison.Ordinal)
                .Replace("classifier.", head, StringComparison.Ordinal), entry.Value);

    private static byte[] File(IEnumerable<KeyValuePair<string, Tensor>> tensors) =>
        SafetensorsWriter.Write(tensors, new Dictionary<string, string>());

    private static float[] Logits(HybridNetwork network)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        network.eval();
        return network.Classify(network.Features(linspace(-1, 1, 2 * 3 * 32 * 32).reshape(2, 3, 32, 32))).data<float>().ToArray();
    }
}
