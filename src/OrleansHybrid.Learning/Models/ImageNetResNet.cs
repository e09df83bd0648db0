using OrleansHybrid.Learning.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace OrleansHybrid.Learning.Models;

/// <summary>
/// The ResNet family for large images (He et al., arXiv 1512.03385, table 1): a stem that narrows the image four times,
/// four stages and global average pooling. Layers and names are those of torchvision and timm, so their weights fit.
/// </summary>
public sealed class ImageNetResNet : ResNet
{
    private const int StemWidth = 64;

    private readonly Convolution _conv1;
    private readonly BatchNorm2d _bn1;
    private readonly Sequential[] _stages;

    private ImageNetResNet(string name, int[] blocks, int featureWidth, Block block) : base(name)
    {
        FeatureWidth = featureWidth;
        _conv1 = new Convolution(3, StemWidth, 7, stride: 2);
        _bn1 = nn.BatchNorm2d(StemWidth);
        _stages = new Sequential[blocks.Length];
        register_module("conv1", _conv1);
        register_module("bn1", _bn1);
        long inputs = StemWidth;
        for (var i = 0; i < blocks.Length; i++)
        {
            var outputs = (long)featureWidth >> (blocks.Length - 1 - i);
            _stages[i] = Stage(inputs, outputs, i == 0 ? 1 : 2, blocks[i], block);
            register_module($"layer{i + 1}", _stages[i]);
            inputs = outputs;
        }
    }

    public override int FeatureWidth { get; }

    /// <summary>ResNet-18: 11,689,512 parameters with a 1000-way linear head.</summary>
    public static ImageNetResNet OfDepth18() =>
        new("ResNet18", [2, 2, 2, 2], 512, (inputs, outputs, stride) =>
            new BasicBlock(inputs, outputs, stride, ProjectionShortcut.Between(inputs, outputs, stride)));

    /// <summary>ResNet-50: 25,557,032 parameters with a 1000-way linear head.</summary>
    public static ImageNetResNet OfDepth50() =>
        new("ResNet50", [3, 4, 6, 3], 2048, (inputs, outputs, stride) => new BottleneckBlock(inputs, outputs, stride));

    /// <param name="images">(N, 3, H, W), normalised; 224x224 in the papers, at least 32x32.</param>
    /// <returns>(N, D_E) features r.</returns>
    public override Tensor forward(Tensor images)
    {
        // What the backward pass needs it holds itself; letting go of the rest here makes its memory free for gradients.
        using var scope = NewDisposeScope();
        var x = BatchNormRelu.Forward(_bn1, _conv1.forward(LaidOut(images)));                // (N, 64, H / 2, W / 2)
        x = F.max_pool2d(x, [3, 3], [2, 2], [1, 1]);                                         // (N, 64, H / 4, W / 4)
        foreach (var stage in _stages) x = Through(stage, x);                                // (N, D_E, H / 32, W / 32)
        return Pool(x).MoveToOuterDisposeScope();
    }

    private static Sequential Stage(long inputs, long outputs, long stride, int blocks, Block block) => nn.Sequential(
        Enumerable.Range(0, blocks).Select(i => ($"{i}", i == 0 ? block(inputs, outputs, stride) : block(outputs, outputs, 1))));

    /// <summary>Makes a block from (N, inputs, H, W) to (N, outputs, H / stride, W / stride).</summary>
    private delegate nn.Module<Tensor, Tensor> Block(long inputs, long outputs, long stride);
}
