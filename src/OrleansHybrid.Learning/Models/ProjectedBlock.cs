using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace OrleansHybrid.Learning.Models;

/// <summary>
/// Two 3x3 convolutions and a shortcut, with a <see cref="ProjectionShortcut"/> where the shape changes: the block of
/// ResNet-18.
/// </summary>
internal sealed class ProjectedBlock : nn.Module<Tensor, Tensor>
{
    private readonly Conv2d _conv1, _conv2;
    private readonly BatchNorm2d _bn1, _bn2;
    private readonly Sequential? _downsample;

    public ProjectedBlock(long inputs, long outputs, long stride) : base(nameof(ProjectedBlock))
    {
        _conv1 = nn.Conv2d(inputs, outputs, 3, stride: stride, padding: 1, bias: false);
        _bn1 = nn.BatchNorm2d(outputs);
        _conv2 = nn.Conv2d(outputs, outputs, 3, padding: 1, bias: false);
        _bn2 = nn.BatchNorm2d(outputs);
        _downsample = ProjectionShortcut.Between(inputs, outputs, stride);
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
        var y = F.relu(_bn1.forward(_conv1.forward(x)), inplace: true);
        y = _bn2.forward(_conv2.forward(y));
        return F.relu(y.add_(_downsample?.forward(x) ?? x), inplace: true);
    }
}
