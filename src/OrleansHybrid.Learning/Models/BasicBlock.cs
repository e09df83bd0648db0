using OrleansHybrid.Learning.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace OrleansHybrid.Learning.Models;

/// <summary>
/// Two 3x3 convolutions and a shortcut (He et al., arXiv 1512.03385, section 4.2). Where the shape changes, the shortcut
/// is a learned projection as in ResNet-18, or without parameters ("option A") as in the networks for CIFAR: every second
/// pixel, and zeros for the new channels.
/// </summary>
internal sealed class BasicBlock : nn.Module<Tensor, Tensor>
{
    private readonly Convolution _conv1, _conv2;
    private readonly BatchNorm2d _bn1, _bn2;
    private readonly Sequential? _downsample;
    private readonly long _newChannels;

    /// <param name="inputs">Channels in.</param>
    /// <param name="outputs">Channels out.</param>
    /// <param name="stride">Of the first convolution.</param>
    /// <param name="projection">The learned shortcut; null for one without parameters.</param>
    public BasicBlock(long inputs, long outputs, long stride, Sequential? projection = null) : base(nameof(BasicBlock))
    {
        _conv1 = new Convolution(inputs, outputs, 3, stride);
        _bn1 = nn.BatchNorm2d(outputs);
        _conv2 = new Convolution(outputs, outputs, 3);
        _bn2 = nn.BatchNorm2d(outputs);
        _downsample = projection;
        _newChannels = outputs - inputs;
        register_module("conv1", _conv1);
        register_module("bn1", _bn1);
        register_module("conv2", _conv2);
        register_module("bn2", _bn2);
        if (_downsample is not null) register_module("downsample", _downsample);
    }

    /// <param name="x">(N, inputs, H, W).</param>
    /// <returns>(N, outputs, H / stride, W / stride).</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var y = BatchNormRelu.Forward(_bn1, _conv1.forward(x));
        return BatchNormRelu.Forward(_bn2, _conv2.forward(y), Shortcut(x)).MoveToOuterDisposeScope();
    }

    private Tensor Shortcut(Tensor x)
    {
        if (_downsample is not null) return ProjectionShortcut.Forward(_downsample, x);
        if (_newChannels == 0) return x;
        // An average of one pixel: two slices would leave a gradient of zeros each behind.
        var every2nd = F.avg_pool2d(x, 1, 2);
        return F.pad(every2nd, [0, 0, 0, 0, _newChannels / 2, _newChannels / 2]);
    }
}
