using OrleansHybrid.Learning.Losses;
using OrleansHybrid.Sweeps.Settings;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Models;

/// <summary>A residual network without its classifier: from normalised images (N, 3, H, W) to features r (N, D_E).
/// It computes in the images' number type.</summary>
public abstract class ResNet(string name) : nn.Module<Tensor, Tensor>(name)
{
    /// <summary>D_E, the dimension of the features.</summary>
    public abstract int FeatureWidth { get; }

    /// <summary>A network of the recipe's kind, with the library's initial weights.</summary>
    public static ResNet Of(Backbone backbone) => backbone switch
    {
        Backbone.Resnet8 => new CifarResNet(8),
        Backbone.Resnet20 => new CifarResNet(20),
        Backbone.Resnet32 => new CifarResNet(32),
        Backbone.Resnet56 => new CifarResNet(56),
        Backbone.Resnet18 => ImageNetResNet.OfDepth18(),
        Backbone.Resnet50 => ImageNetResNet.OfDepth50(),
        _ => throw new ArgumentOutOfRangeException(nameof(backbone), backbone, "unknown backbone"),
    };

    /// <summary>True if the channels of a pixel lie side by side in memory, as the kernels of CPUs and of tensor cores want them.</summary>
    internal bool IsChannelsLast { get; set; } = true;

    /// <summary>Lays out the images in memory; every later layer keeps it.</summary>
    /// <returns>The same (N, C, H, W).</returns>
    protected Tensor LaidOut(Tensor images) => IsChannelsLast ? images.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2) : images;

    /// <summary>Applies a stage and lets go of its input, which without gradients nobody needs any longer.</summary>
    protected static Tensor Through(nn.Module<Tensor, Tensor> stage, Tensor x)
    {
        using (x) return stage.forward(x);
    }

    /// <summary>Global average pooling; the heads compute in float32 or wider.</summary>
    /// <param name="x">(N, D_E, H, W).</param>
    /// <returns>(N, D_E).</returns>
    protected static Tensor Pool(Tensor x) => x.AtLeastFloat32().mean([2, 3]);
}
