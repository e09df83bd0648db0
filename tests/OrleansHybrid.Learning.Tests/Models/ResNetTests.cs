using OrleansHybrid.Learning.Models;
using OrleansHybrid.Sweeps.Settings;
using TorchSharp;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Tests.Models;

public class ResNetTests
{
    /// <summary>
    /// In the CIFAR family another block a stage adds 2·9·(16² + 32² + 64²) weights and 4·(16 + 32 + 64) of normalisation,
    /// 97,216 together.
    /// </summary>
    [Theory]
    [InlineData(Backbone.Resnet8, 10, 75_290)]
    [InlineData(Backbone.Resnet20, 10, 269_722)]
    [InlineData(Backbone.Resnet32, 10, 464_154)]
    [InlineData(Backbone.Resnet56, 10, 853_018)]
    [InlineData(Backbone.Resnet18, 1000, 11_689_512)]
    [InlineData(Backbone.Resnet50, 1000, 25_557_032)]
    public void Parameters_WithALinearHead_AreThePublishedNumber(Backbone backbone, int classes, long expected)
    {
        using var network = ResNet.Of(backbone);
        using var head = nn.Linear(network.FeatureWidth, classes);
        Assert.Equal(expected, network.parameters().Concat(head.parameters()).Sum(parameter => parameter.numel()));
    }

    [Fact]
    public void Of_EveryBackboneOfARecipe_GivesFeaturesOfItsWidth()
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        foreach (var backbone in Enum.GetValues<Backbone>())
        {
            using var network = ResNet.Of(backbone);
            network.eval();
            Assert.Equal([2, network.FeatureWidth], network.forward(zeros(2, 3, 32, 32)).shape);
        }
    }

    [Fact]
    public void Forward_WithoutGradients_KeepsNoMoreTensorsInADeeperNetwork()
    {
        Assert.Equal(LiveTensorsAtTheEnd(20), LiveTensorsAtTheEnd(56));

        static long LiveTensorsAtTheEnd(int depth)
        {
            using var scope = NewDisposeScope();
            using var _ = no_grad();
            var (network, live) = (new CifarResNet(depth), 0L);
            network.eval();
            var last = (BasicBlock)network.modules().Last(module => module is BasicBlock);
            last.register_forward_pre_hook((_, x) =>
            {
                live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
                return x;
            });
            var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
            network.forward(zeros(2, 3, 32, 32));
            network.Dispose();
            return live - before;
        }
    }

    [Theory]
    [InlineData(Backbone.Resnet18, 122, "layer1.1.conv2.weight", "layer4.0.downsample.0.weight", "layer2.0.downsample.1.running_var")]
    [InlineData(Backbone.Resnet50, 320, "layer1.0.downsample.0.weight", "layer3.5.conv3.weight", "layer4.2.bn3.num_batches_tracked")]
    public void StateDict_ImageNetLayout_HasTheNamesOfTorchvision(Backbone backbone, int withFullyConnected, params string[] some)
    {
        using var network = ResNet.Of(backbone);
        var names = network.state_dict().Keys;
        Assert.Equal(withFullyConnected - 2, names.Count);
        Assert.Empty(some.Except(names));
        Assert.DoesNotContain("layer1.1.downsample.0.weight", names);
    }
}
