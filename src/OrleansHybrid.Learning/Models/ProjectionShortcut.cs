using OrleansHybrid.Learning.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Models;

/// <summary>
/// The shortcut of a block that changes the image's shape ("option B" of He et al., arXiv 1512.03385, section 3.3):
/// a normalised 1x1 convolution.
/// </summary>
internal static class ProjectionShortcut
{
    /// <returns>
    /// (N, inputs, H, W) to (N, outputs, H / stride, W / stride); null where the shape stays: there the image itself is the
    /// shortcut.
    /// </returns>
    public static Sequential? Between(long inputs, long outputs, long stride) => inputs == outputs && stride == 1 ? null : nn.Sequential(
        ("0", (nn.Module<Tensor, Tensor>)new Convolution(inputs, outputs, 1, stride)),
        ("1", nn.BatchNorm2d(outputs)));

    /// <summary>The two layers one after the other, the second by ours in place of the library's.</summary>
    /// <param name="shortcut">As <see cref="Between"/> makes it.</param>
    /// <param name="x">(N, inputs, H, W).</param>
    public static Tensor Forward(Sequential shortcut, Tensor x)
    {
        using var y = ((Convolution)shortcut[0]).forward(x);
        return BatchNormRelu.Norm((BatchNorm2d)shortcut[1], y);
    }
}
