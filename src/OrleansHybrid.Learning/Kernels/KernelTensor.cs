using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Kernels;

/// <summary>Tensors as kernels see them.</summary>
internal static class KernelTensor
{
    /// <summary>The most float32 numbers that a span of bytes reaches.</summary>
    public const int MostNumbers = int.MaxValue / sizeof(float);

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

    /// <summary>Where the numbers of a channels-last tensor begin. Valid as long as it is not disposed of.</summary>
    public static nint Address(this Tensor image) => Start(image.permute(0, 2, 3, 1));

    /// <summary>Where a tensor's numbers begin, channels last and in a type; zero for no tensor. Valid within the dispose scope.</summary>
    public static nint Address(this Tensor? image, ScalarType type) =>
        image is null ? 0 : Start(image.to(type).permute(0, 2, 3, 1).contiguous());

    /// <summary>Where the numbers of a contiguous tensor begin. Valid as long as it is not disposed of.</summary>
    public static unsafe nint Start(this Tensor contiguous) => (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(contiguous.bytes));

    /// <summary>
    /// True if stores to a tensor had better go around the cache: it leaves the cache before it is read, and a store that goes around
    /// spares reading what it overwrites. Such stores need their vectors aligned, as those in <see cref="ActivationMemory"/> are.
    /// </summary>
    public static bool IsStreamed(long bytes) => bytes >= 8 << 20;
}
