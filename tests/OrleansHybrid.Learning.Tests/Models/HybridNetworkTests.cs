using OrleansHybrid.Learning.Models;
using OrleansHybrid.Sweeps.Settings;
using TorchSharp;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Tests.Models;

public class HybridNetworkTests
{
    private static readonly Recipe Small = new() { Backbone = Backbone.Resnet8, ProjectionHidden = 32, ProjectionDim = 16 };

    [Fact]
    public void Constructor_SameSeed_GivesTheSameWeights()
    {
        using HybridNetwork one = new(Small, 10), other = new(Small, 10);
        Assert.All(one.state_dict(), entry => Assert.Equal(entry.Value.bytes.ToArray(), other.state_dict()[entry.Key].bytes.ToArray()));
    }

    [Fact]
    public void Constructor_AnotherSeed_GivesOtherWeights()
    {
        using HybridNetwork one = new(Small, 10), other = new(Small with { Seed = 1 }, 10);
        Assert.NotEqual(
            one.state_dict()["backbone.conv1.weight"].bytes.ToArray(),
            other.state_dict()["backbone.conv1.weight"].bytes.ToArray());
    }

    [Theory]
    [InlineData(ContrastiveLossName.None)]
    [InlineData(ContrastiveLossName.Psc)]
    public void Constructor_AnotherContrastiveLoss_KeepsBackboneAndClassifier(ContrastiveLossName loss)
    {
        using HybridNetwork sc = new(Small, 10), other = new(Small with { ContrastiveLoss = loss }, 10);
        var shared = sc.state_dict().Where(entry =>
            entry.Key.StartsWith("backbone", StringComparison.Ordinal) || entry.Key.StartsWith("classifier", StringComparison.Ordinal));
        Assert.All(shared, entry => Assert.Equal(entry.Value.bytes.ToArray(), other.state_dict()[entry.Key].bytes.ToArray()));
    }

    [Theory]
    [InlineData(ContrastiveLossName.None, new[] { "classifier.bias", "classifier.weight" })]
    [
        InlineData(
            ContrastiveLossName.Sc,
            new[]
            {
                "classifier.bias",
                "classifier.weight",
                "projection.0.bias",
                "projection.0.weight",
                "projection.2.bias",
                "projection.2.weight"
            }),
    ]
    [
        InlineData(
            ContrastiveLossName.Psc,
            new[]
            {
                "classifier.bias",
                "classifier.weight",
                "projection.0.bias",
                "projection.0.weight",
                "projection.2.bias",
                "projection.2.weight",
                "prototypes"
            }),
    ]
    public void NamedParameters_ByContrastiveLoss_HoldWhatTheLossNeeds(ContrastiveLossName loss, string[] expected)
    {
        using var network = new HybridNetwork(Small with { ContrastiveLoss = loss }, 10);
        Assert.Equal(
            expected,
            network.named_parameters()
                .Select(entry => entry.name)
                .Where(name => !name.StartsWith("backbone", StringComparison.Ordinal))
                .Order());
    }

    [Fact]
    public void Forward_BothBranches_HaveTheirShapesAndTheProjectionLiesOnTheSphere()
    {
        using var scope = NewDisposeScope();
        var network = new HybridNetwork(Small with { ContrastiveLoss = ContrastiveLossName.Psc }, 7);

        var features = network.Features(rand(4, 3, 32, 32));
        var z = network.Project(features);
        var prototypes = network.Prototypes()!;

        Assert.Equal([4, 7], network.Classify(features).shape);
        Assert.Equal([4, 16], z.shape);
        Assert.Equal([7, 16], prototypes.shape);
        Assert.All(cat([z, prototypes]).norm(1).data<float>().ToArray(), norm => Assert.Equal(1, norm, 1e-5f));
    }

    [Fact]
    public void Classify_ForALossWithMargins_GivesCosines()
    {
        using var scope = NewDisposeScope();
        var network = new HybridNetwork(Small with { ClassifierLoss = ClassifierLossName.Ldam }, 7);
        var weight = network.state_dict()["classifier.weight"];

        Assert.DoesNotContain("classifier.bias", network.state_dict().Keys);
        Assert.Equal(1, network.Classify(5 * weight)[3, 3].item<float>(), 1e-6f);
        Assert.Equal(-1, network.Classify(-weight)[6, 6].item<float>(), 1e-6f);
    }

    [Fact]
    public void Prototypes_SeveralOfEachClass_AreUnitVectors()
    {
        using var scope = NewDisposeScope();
        var network = new HybridNetwork(Small with { ContrastiveLoss = ContrastiveLossName.Mpsc, PrototypesPerClass = 3 }, 7);
        var prototypes = network.Prototypes()!;
        Assert.Equal([7, 3, 16], prototypes.shape);
        Assert.All(prototypes.norm(-1).flatten().data<float>().ToArray(), norm => Assert.Equal(1, norm, 1e-5f));
    }

    [Fact]
    public void Prototypes_AsMovingAverages_AreStateButNoParameters()
    {
        using var network = new HybridNetwork(
            Small with { ContrastiveLoss = ContrastiveLossName.Psc, PrototypeUpdate = PrototypeUpdate.Ema }, 7);
        Assert.Contains("prototypes", network.state_dict().Keys);
        Assert.DoesNotContain("prototypes", network.named_parameters().Select(entry => entry.name));
    }

    [Fact]
    public void To_AnotherType_MovesThePrototypesThatTheForwardPassUses()
    {
        using var scope = NewDisposeScope();
        var network = new HybridNetwork(Small with { ContrastiveLoss = ContrastiveLossName.Psc }, 7);

        network.to(float64);

        Assert.Equal(float64, network.Prototypes()!.dtype);
        Assert.Equal(float64, network.Project(network.Features(rand(2, 3, 32, 32, dtype: float64))).dtype);
    }
}
