using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Layers;

/// <summary>
/// The memory of activations and of their gradients: large blocks that go and come back in the same few sizes at each step. The
/// allocator of glibc that Torch uses finds no place again for a block that it aligned, once a small one has settled beside it: its
/// heap grows to several times of what lives. Here a block that comes back waits for the next of its size.
/// </summary>
internal static unsafe partial class ActivationMemory
{
    // Smaller ones are Torch's: they fit between others.
    private const long SmallestBlock = 1 << 20;

    // Begins a block: its size, and as much room as keeps the numbers behind it on a cache line's beginning.
    private const int Header = 64;

    private static readonly Lock Gate = new();
    private static readonly Dictionary<nuint, Stack<nint>> Waiting = [];

    /// <param name="type">float32 or bfloat16.</param>
    /// <returns>A contiguous tensor on the CPU, uninitialised.</returns>
    public static Tensor Empty(ReadOnlySpan<long> shape, ScalarType type)
    {
        long bytes = type is ScalarType.BFloat16 ? sizeof(ushort) : sizeof(float);
        foreach (var length in shape) bytes *= length;
        if (bytes < SmallestBlock) return empty(shape, dtype: type);

        var block = Take(Class(bytes + Header));
        fixed (long* sizes = shape)
        {
            var handle = THSTensor_new(
                block + Header, &GiveBack, sizes, shape.Length, (sbyte)type, (sbyte)type, (int)TorchSharp.DeviceType.CPU, -1, 0);
            if (handle != 0) return Tensor.UnsafeCreateTensor(handle);
        }

        ((delegate* unmanaged[Cdecl]<nint, void>)&GiveBack)(block + Header);
        throw new InvalidOperationException(
            $"Torch makes no tensor of shape ({string.Join(", ", shape.ToArray())}) around a block of memory");
    }

    /// <returns>A size of which there are four to each power of two, so that those that differ little share their blocks.</returns>
    private static nuint Class(long bytes)
    {
        var step = 1L << (BitOperations.Log2((ulong)bytes) - 2);
        return (nuint)((bytes + step - 1) / step * step);
    }

    private static nint Take(nuint size)
    {
        lock (Gate)
            if (Waiting.TryGetValue(size, out var blocks) && blocks.TryPop(out var block)) return block;
        var taken = (nint)NativeMemory.AlignedAlloc(size, Header);
        *(nuint*)taken = size;
        return taken;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void GiveBack(nint numbers)
    {
        var block = numbers - Header;
        lock (Gate)
        {
            ref var blocks = ref CollectionsMarshal.GetValueRefOrAddDefault(Waiting, *(nuint*)block, out _);
            (blocks ??= []).Push(block);
        }
    }

    /// <summary>A tensor around memory that TorchSharp's public methods cannot make: they take managed arrays alone.</summary>
    [LibraryImport("LibTorchSharp")]
    private static partial nint THSTensor_new(
        nint numbers, delegate* unmanaged[Cdecl]<nint, void> deleter, long* sizes, int dimensions, sbyte type, sbyte asType,
        int deviceType, int deviceIndex, byte requiresGrad);
}
