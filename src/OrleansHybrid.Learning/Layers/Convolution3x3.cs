using OrleansHybrid.Kernels.Winograd;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace OrleansHybrid.Learning.Layers;

/// <summary>
/// A 3x3 convolution that pads by one pixel. On a CPU those in float32 whose channels fill panels are our kernels', faster than Torch's;
/// the others are Torch's own.
/// </summary>
internal static class Convolution3x3
{
    /// <param name="x">(N, C, H, W).</param>
    /// <param name="weight">(K, C, 3, 3), of the type of <paramref name="x"/>.</param>
    /// <param name="stride">Pixels from one output to the next.</param>
    /// <returns>(N, K, ⌈H / stride⌉, ⌈W / stride⌉); where it is ours, channels last as <paramref name="x"/> is.</returns>
    public static Tensor Forward(Tensor x, Tensor weight, long stride) =>
        stride == 1 && OwnKernels.Convolutions is { } kernels && Shape(x, weight) is { } shape
            ? Convolution3x3Function.Apply(kernels, shape, x, weight)
            : Library(x, weight, stride);

    /// <summary>The same of Torch's own.</summary>
    internal static Tensor Library(Tensor x, Tensor weight, long stride) => F.conv2d(x, weight, null, [stride, stride], [1, 1], [1, 1]);

    /// <returns>Null where our kernels do not compute it.</returns>
    internal static ConvolutionShape? Shape(Tensor x, Tensor weight)
    {
        if (x.device_type != DeviceType.CPU || x.dtype != float32) return null;
        var shape = new ConvolutionShape(
            (int)x.shape[0], (int)x.shape[2], (int)x.shape[3], (int)weight.shape[1], (int)weight.shape[0]);
        return shape.Fits && x.IsChannelsLast() && weight.is_contiguous() ? shape : null;
    }
}
