using OrleansHybrid.Learning.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Models;

/// <summary>
/// The ResNet family for 32x32 images (He et al., arXiv 1512.03385, section 4.2): depth 6n + 2, three stages of n blocks
/// with 16, 32 and 64 channels, global average pooling. ResNet-32 and a 10-way linear head have 464,154 parameters.
/// </summary>
public sealed class CifarResNet : ResNet
{
    /// <summary>D_E, the dimension of the features.</summary>
    public const int Features = 64;

    private readonly Convolution _conv1;
    private readonly BatchNorm2d _bn1;
    private readonly Sequential[] _stages;

    /// <param name="depth">8, 14, 20, 26, 32, ...</param>
    public CifarResNet(int depth) : base(nameof(CifarResNet))
    {
        if (depth < 8 || (depth - 2) % 6 != 0)
            throw new ArgumentOutOfRangeException(nameof(depth), depth, "a CIFAR ResNet has depth 6n + 2");

        var blocks = (depth - 2) / 6;
        _conv1 = new Convolution(3, 16, 3);
        _bn1 = nn.BatchNorm2d(16);
        _stages = [Stage(16, 16, 1, blocks), Stage(16, 32, 2, blocks), Stage(32, Features, 2, blocks)];
        register_module("conv1", _conv1);
        register_module("bn1", _bn1);
        for (var i = 0; i < _stages.Length; i++) register_module($"layer{i + 1}", _stages[i]);
    }

    public override int FeatureWidth => Features;

    /// <param name="images">(N, 3, 32, 32), normalised.</param>
    /// <returns>(N, 64) features r.</returns>
    public override Tensor forward(Tensor images)
    {
        // What the backward pass needs it holds itself; letting go of the rest here makes its memory free for gradients.
        using var scope = NewDisposeScope();
        var x = BatchNormRelu.Forward(_bn1, _conv1.forward(LaidOut(images)));
        foreach (var stage in _stages) x = Through(stage, x);
        return Pool(x).MoveToOuterDisposeScope();
    }

    private static Sequential Stage(long inputs, long outputs, long stride, int blocks) =>
        nn.Sequential(Enumerable.Range(0, blocks).Select(i => (
            $"{i}",
            (nn.Module<Tensor, Tensor>)new BasicBlock(i == 0 ? inputs : outputs, outputs, i == 0 ? stride : 1))));
}
