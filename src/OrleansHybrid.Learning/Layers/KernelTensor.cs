using System.Runtime.InteropServices;
using OrleansHybrid.Kernels.Normalisation;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Layers;

/// <summary>Tensors as kernels see them. A span of a tensor's numbers is valid as long as it is not disposed of.</summary>
internal static class KernelTensor
{
    /// <param name="x">(N, C, H, W).</param>
    public static bool IsChannelsLast(this Tensor x)
    {
        using var pixels = x.permute(0, 2, 3, 1);
        return pixels.is_contiguous();
    }

    /// <returns>(N, C, H, W), channels last, uninitialised.</returns>
    public static Tensor ChannelsLast(long images, long channels, long height, long width, ScalarType type) =>
        ActivationMemory.Empty([images, height, width, channels], type).permute(0, 3, 1, 2);

    /// <returns>The same of the shape of <paramref name="like"/> and of its type.</returns>
    public static Tensor ChannelsLast(Tensor like) => ChannelsLast(like.shape[0], like.shape[1], like.shape[2], like.shape[3], like.dtype);

    /// <summary>The numbers of a channels-last tensor.</summary>
    public static Span<byte> Bytes(this Tensor image) => image.permute(0, 2, 3, 1).bytes;

    /// <summary>The same of any tensor, laid out channels last in a type; empty for no tensor. Valid within the dispose scope.</summary>
    public static Span<byte> Bytes(this Tensor? image, ScalarType type) =>
        image is null ? default : image.to(type).permute(0, 2, 3, 1).contiguous().bytes;

    /// <summary>The numbers of a contiguous float32 tensor.</summary>
    public static Span<float> Floats(this Tensor contiguous) => MemoryMarshal.Cast<byte, float>(contiguous.bytes);

    /// <summary>A tensor's numbers by channel; null where they do not fill a grid, or are of no type that kernels compute in.</summary>
    public static ChannelGrid? Grid(this Tensor x) => x.dtype switch
    {
        ScalarType.Float32 => ChannelGrid.Of(x.numel(), x.shape[1], NumberType.Binary32),
        ScalarType.BFloat16 => ChannelGrid.Of(x.numel(), x.shape[1], NumberType.Bfloat16),
        _ => null,
    };
}
