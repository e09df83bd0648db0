using OrleansHybrid.Learning.Models;
using OrleansHybrid.Learning.Tests.Reference;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Tests.Models;

/// <summary>
/// Forward and backward passes of the backbones against PyTorch in float64: Reference/reference.py. In float64 they agree
/// to rounding (better than 1e-13 here), and so do the features in float32 (better than 1e-6). The gradients in float32 do
/// where no rectifier switches: of 10^5 to 10^6 of them one may lie within rounding of zero, and is worth some 1e-3.
/// </summary>
public sealed class ReferenceNetworkTests
{
    public static IEnumerable<TheoryDataRow<Backbone, bool, double, double>> Networks =>
    [
        new(Backbone.Resnet8, true, 1e-12, 1e-12),
        new(Backbone.Resnet8, false, 5e-6, 2e-2),
        new(Backbone.Resnet32, true, 1e-12, 1e-12),
        new(Backbone.Resnet32, false, 5e-6, 2e-2),
        SlowTests.Unless(false, new TheoryDataRow<Backbone, bool, double, double>(Backbone.Resnet18, true, 1e-12, 1e-12)),
        SlowTests.Unless(false, new TheoryDataRow<Backbone, bool, double, double>(Backbone.Resnet50, true, 1e-12, 1e-12)),
    ];

    [Theory]
    [MemberData(nameof(Networks))]
    public void ForwardAndBackward_SameWeights_AgreeWithTheReference(Backbone backbone, bool inFloat64, double forward, double backward)
    {
        using var scope = NewDisposeScope();
        var type = inFloat64 ? float64 : float32;
        var expected = Golden.Read<Golden.NetworkCase[]>("networks").Single(one => one.Backbone == backbone.Spelled());
        using var network = ResNet.Of(backbone);
        Formula.Fill(network);
        network.to(type);

        var images = network is CifarResNet ? Formula.Values("images", 4, 3, 32, 32) : Formula.Values("images", 2, 3, 96, 96);
        var features = network.forward((4 * images).to(type));
        (features * Formula.Values("probe:features", features.shape)).sum().backward();

        Golden.AssertNear(expected.Features, features, forward);
        var gradients = network.named_parameters().ToDictionary(entry => entry.name, entry => entry.parameter.grad!);
        Golden.AssertPrints(expected.Gradients, gradients, backward);
        var statistics = network.named_buffers().Where(entry => entry.name.Contains("running", StringComparison.Ordinal));
        Golden.AssertPrints(expected.Statistics, statistics.ToDictionary(entry => entry.name, entry => entry.buffer), forward);
    }
}
