using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace OrleansHybrid.Learning.Kernels;

/// <summary>
/// A 3x3 convolution that pads by one pixel. On a CPU with AVX-512 those in float32 whose channels fill vectors are
/// <see cref="WinogradConvolution"/>'s, faster than Torch's; the others are Torch's own.
/// </summary>
internal static class Convolution3x3
{
    // Beyond, a position's weights do not stay in the cache next to the core.
    private const int MostWeights = 128 * 128;

    /// <param name="x">(N, C, H, W).</param>
    /// <param name="weight">(K, C, 3, 3), of the type of <paramref name="x"/>.</param>
    /// <param name="stride">Pixels from one output to the next.</param>
    /// <returns>(N, K, ⌈H / stride⌉, ⌈W / stride⌉); where it is ours, channels last as <paramref name="x"/> is.</returns>
    public static Tensor Forward(Tensor x, Tensor weight, long stride) =>
        stride == 1 && Shape(x, weight) is { } shape
            ? WinogradConvolutionFunction.Apply(shape, x, weight)
            : Library(x, weight, stride);

    /// <summary>The same of Torch's own.</summary>
    internal static Tensor Library(Tensor x, Tensor weight, long stride) => F.conv2d(x, weight, null, [stride, stride], [1, 1], [1, 1]);

    private static WinogradShape? Shape(Tensor x, Tensor weight)
    {
        if (!OwnKernels.AreOn || x.device_type != DeviceType.CPU || x.dtype != float32) return null;
        var (outputs, inputs) = (weight.shape[0], weight.shape[1]);
        var fits = inputs % PanelProduct.Width == 0 && outputs % PanelProduct.Width == 0 && inputs * outputs <= MostWeights
            && x.numel() / inputs * Math.Max(inputs, outputs) <= KernelTensor.MostNumbers;
        return fits && x.numel() > 0 && x.IsChannelsLast() && weight.is_contiguous()
            ? new((int)x.shape[0], (int)x.shape[2], (int)x.shape[3], (int)inputs, (int)outputs)
            : null;
    }
}
