using OrleansHybrid.Learning.Models;
using OrleansHybrid.Learning.Randomness;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Tests.Models;

public class CifarResNetTests
{
    [Theory]
    [InlineData(8, 74_640)]
    [InlineData(32, 463_504)]
    public void Parameters_Backbone_AreThoseOfItsLayers(int depth, long expected)
    {
        using var network = new CifarResNet(depth);
        Assert.Equal(expected, network.parameters().Sum(parameter => parameter.numel()));
    }

    [Fact]
    public void Parameters_Resnet32AndTenWayHead_Are464154()
    {
        using var network = new CifarResNet(32);
        using var head = nn.Linear(CifarResNet.Features, 10);
        Assert.Equal(464_154, network.parameters().Concat(head.parameters()).Sum(parameter => parameter.numel()));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(33)]
    public void Constructor_DepthOutsideTheFamily_IsRefused(int depth) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new CifarResNet(depth));

    [Fact]
    public void StateDict_Names_AreThoseOfPyTorch()
    {
        using var network = new CifarResNet(8);
        string[] expected =
        [
            "conv1.weight", "bn1.weight", "bn1.bias", "bn1.running_mean", "bn1.running_var", "bn1.num_batches_tracked",
            "layer1.0.conv1.weight", "layer1.0.bn1.weight", "layer1.0.conv2.weight", "layer3.0.bn2.running_var",
        ];
        Assert.Empty(expected.Except(network.state_dict().Keys));
    }

    [Fact]
    public void Forward_Images_GivesOneFeatureVectorEach()
    {
        using var scope = NewDisposeScope();
        var network = new CifarResNet(8);
        Assert.Equal([3, 64], network.forward(zeros(3, 3, 32, 32)).shape);
    }

    [Fact]
    public void Forward_FirstBlocksOfTheLaterStages_PassTheImageThroughPaddedShortcuts()
    {
        using var scope = NewDisposeScope();
        var block = new BasicBlock(16, 32, 2);
        block.eval();
        foreach (var parameter in block.parameters()) nn.init.zeros_(parameter.requires_grad_(false));

        var x = rand(2, 16, 8, 8);
        var y = block.forward(x);

        Assert.Equal([2, 32, 4, 4], y.shape);
        Assert.True(y[.., 8..24].eq(x[.., .., TensorIndex.Slice(step: 2), TensorIndex.Slice(step: 2)]).all().item<bool>());
        Assert.Equal(0, y[.., ..8].abs().sum().item<float>() + y[.., 24..].abs().sum().item<float>());
    }

    [Fact]
    public void Kaiming_Weights_HaveTheDeviationOfTheirFanIn()
    {
        using var network = new CifarResNet(32);
        var random = new CounterRandom(7, RandomPurpose.Initialisation);
        Initialisation.Kaiming(network, ref random);

        var weight = network.state_dict()["layer3.1.conv1.weight"];
        Assert.Equal(Math.Sqrt(2.0 / (64 * 9)), weight.std().item<float>(), 1e-3);
        Assert.Equal(0, weight.mean().item<float>(), 1e-3f);
    }
}
