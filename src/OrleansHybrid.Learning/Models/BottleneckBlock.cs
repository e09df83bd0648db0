using OrleansHybrid.Learning.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Models;

/// <summary>
/// A 3x3 convolution between two of 1x1 that narrow and widen the channels four times (He et al., arXiv 1512.03385,
/// figure 5), the block of ResNet-50. The 3x3 convolution has the stride, as in torchvision and timm ("ResNet v1.5").
/// </summary>
internal sealed class BottleneckBlock : nn.Module<Tensor, Tensor>
{
    private const int Expansion = 4;

    private readonly Convolution _conv1, _conv2, _conv3;
    private readonly BatchNorm2d _bn1, _bn2, _bn3;
    private readonly Sequential? _downsample;

    public BottleneckBlock(long inputs, long outputs, long stride) : base(nameof(BottleneckBlock))
    {
        var narrow = outputs / Expansion;
        _conv1 = new Convolution(inputs, narrow, 1);
        _bn1 = nn.BatchNorm2d(narrow);
        _conv2 = new Convolution(narrow, narrow, 3, stride);
        _bn2 = nn.BatchNorm2d(narrow);
        _conv3 = new Convolution(narrow, outputs, 1);
        _bn3 = nn.BatchNorm2d(outputs);
        _downsample = ProjectionShortcut.Between(inputs, outputs, stride);
        register_module("conv1", _conv1);
        register_module("bn1", _bn1);
        register_module("conv2", _conv2);
        register_module("bn2", _bn2);
        register_module("conv3", _conv3);
        register_module("bn3", _bn3);
        if (_downsample is not null) register_module("downsample", _downsample);
    }

    /// <param name="x">(N, inputs, H, W).</param>
    /// <returns>(N, outputs, H / stride, W / stride).</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var y = BatchNormRelu.Forward(_bn1, _conv1.forward(x));
        y = BatchNormRelu.Forward(_bn2, _conv2.forward(y));
        var shortcut = _downsample is null ? x : ProjectionShortcut.Forward(_downsample, x);
        return BatchNormRelu.Forward(_bn3, _conv3.forward(y), shortcut).MoveToOuterDisposeScope();
    }
}
