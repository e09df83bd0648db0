using OrleansHybrid.Learning.Models;
using OrleansHybrid.Learning.Tests.Reference;
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
    [Theory]
    [InlineData(8, true, 1e-12, 1e-12)]
    [InlineData(8, false, 5e-6, 2e-2)]
    [InlineData(32, true, 1e-12, 1e-12)]
    [InlineData(32, false, 5e-6, 2e-2)]
    public void ForwardAndBackward_SameWeights_AgreeWithTheReference(int depth, bool inFloat64, double forward, double backward)
    {
        using var scope = NewDisposeScope();
        var type = inFloat64 ? float64 : float32;
        var expected = Golden.Read<Golden.NetworkCase[]>("networks").Single(one => one.Depth == depth);
        using var network = new CifarResNet(depth);
        Formula.Fill(network);
        network.to(type);

        var features = network.forward((4 * Formula.Values("images", 4, 3, 32, 32)).to(type));
        (features * Formula.Values("probe:features", 4, 64)).sum().backward();

        Golden.AssertNear(expected.Features, features, forward);
        var gradients = network.named_parameters().ToDictionary(entry => entry.name, entry => entry.parameter.grad!);
        Golden.AssertPrints(expected.Gradients, gradients, backward);
        var statistics = network.named_buffers().Where(entry => entry.name.Contains("running", StringComparison.Ordinal));
        Golden.AssertPrints(expected.Statistics, statistics.ToDictionary(entry => entry.name, entry => entry.buffer), forward);
    }
}
